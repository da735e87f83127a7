#pragma once

#include "widgets/produce/write_dialog.h"

#include <optional>

class QLineEdit;
class QSpinBox;
class QTabWidget;

namespace eventflow::widgets {

class HeaderEditor;
class LinesPage;
class RecordPage;
class SubjectNotice;

/// Writes one record, or a record for each line. Stays open, so that the next one can be written.
/// Thread: GUI.
class ProduceDialog : public WriteDialog {
    Q_OBJECT
public:
    ProduceDialog(std::shared_ptr<feed::Cluster> cluster, const QString& topic, QWidget* parent);

protected:
    [[nodiscard]] QString problem() const override;
    [[nodiscard]] admin::ChangeRequest request() const override;
    void changed() override {}

private:
    [[nodiscard]] QLayout* buildPlace();
    [[nodiscard]] bool isOneRecord() const;
    /// Nothing: what is typed is no time.
    [[nodiscard]] std::optional<Timestamp> timestamp() const;
    void refreshSchema();

    QLineEdit* m_topic = nullptr;
    SubjectNotice* m_subject;
    QTabWidget* m_tabs;
    RecordPage* m_record;
    LinesPage* m_lines;
    HeaderEditor* m_headers;
    QSpinBox* m_partition = nullptr;
    QLineEdit* m_time = nullptr;
};

} // namespace eventflow::widgets
