#pragma once

#include "core/admin/change_request.h"
#include "core/admin/topic_facts.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace eventflow::widgets {

/// Asks which records of a topic shall go: all there are, or those of one partition below an offset.
/// Thread: GUI.
class DeleteRecordsDialog : public QDialog {
    Q_OBJECT
public:
    DeleteRecordsDialog(const admin::TopicDescription& description, QWidget* parent = nullptr);

    [[nodiscard]] admin::DeleteRecords request() const;

private:
    void validate();
    [[nodiscard]] QString problem() const;

    admin::TopicDescription m_description;
    QRadioButton* m_all;
    QRadioButton* m_below;
    QComboBox* m_partition;
    QLineEdit* m_offset;
    QLabel* m_problem;
    QPushButton* m_next = nullptr;
};

} // namespace eventflow::widgets
