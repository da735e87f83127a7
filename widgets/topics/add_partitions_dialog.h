#pragma once

#include "core/admin/change_request.h"

#include <QDialog>

class QSpinBox;

namespace eventflow::widgets {

/// Asks how many partitions a topic shall have: more than it has, for there is no way back. Thread: GUI.
class AddPartitionsDialog : public QDialog {
    Q_OBJECT
public:
    AddPartitionsDialog(const std::string& topic, int present, QWidget* parent = nullptr);

    [[nodiscard]] admin::AddPartitions request() const;

private:
    std::string m_topic;
    QSpinBox* m_total;
};

} // namespace eventflow::widgets
