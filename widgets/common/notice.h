#pragma once

#include "widgets/viewmodels/severity.h"

#include <QWidget>

class QLabel;

namespace eventflow::widgets {

/// A sentence within a view that has to be seen: the severity's icon beside wrapped text. Hidden while it has
/// nothing to say. Thread: GUI.
class Notice : public QWidget {
    Q_OBJECT
public:
    explicit Notice(QWidget* parent);

    /// Plain text; an empty one hides the notice.
    void showText(viewmodels::Severity severity, const QString& text);
    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void updateIcon();

    viewmodels::Severity m_severity = viewmodels::Severity::Info;
    QLabel* m_icon;
    QLabel* m_text;
};

} // namespace eventflow::widgets
