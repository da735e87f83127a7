#pragma once

#include "widgets/viewmodels/schema_versions.h"

#include <QWidget>

#include <memory>

class QLabel;
class QToolButton;

namespace eventflow::widgets {

class TextView;

/// The text of a version as it was registered, not a character changed. Thread: GUI.
class SchemaTextPane : public QWidget {
    Q_OBJECT
public:
    explicit SchemaTextPane(QWidget* parent = nullptr);

    /// nullptr: it is being read.
    void setSchema(const std::shared_ptr<const viewmodels::OpenedSchema>& schema);
    [[nodiscard]] TextView& view() { return *m_view; }

private:
    TextView* m_view;
    QLabel* m_note;
    QToolButton* m_copy;
};

} // namespace eventflow::widgets
