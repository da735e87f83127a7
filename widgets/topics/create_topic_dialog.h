#pragma once

#include "core/admin/change_request.h"

#include <QDialog>
#include <QStringList>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace eventflow::widgets {

/// Asks what a new topic shall be like. What is left alone is up to the brokers' defaults. Thread: GUI.
class CreateTopicDialog : public QDialog {
    Q_OBJECT
public:
    /// `brokers`: how many there are, the most replicas a topic can have; 0: not known. `existing`: names
    /// that are taken.
    CreateTopicDialog(std::size_t brokers, QStringList existing, QWidget* parent = nullptr);

    [[nodiscard]] admin::CreateTopic request() const;
    /// Why there can be no such topic; empty: there can.
    [[nodiscard]] QString problem() const;

private:
    void validate();

    const QStringList m_existing; ///< sorted
    QLineEdit* m_name;
    QSpinBox* m_partitions;
    QSpinBox* m_replicas;
    QSpinBox* m_retentionHours;
    QComboBox* m_cleanup;
    QLabel* m_problem;
    QPushButton* m_next = nullptr;
};

} // namespace eventflow::widgets
