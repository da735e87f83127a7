#pragma once

#include "widgets/produce/write_dialog.h"

#include <vector>

class QCheckBox;
class QLineEdit;

namespace eventflow::widgets {

/// Writes copies of records that were looked at. Thread: GUI.
class ResendDialog : public WriteDialog {
    Q_OBJECT
public:
    ResendDialog(std::shared_ptr<feed::Cluster> cluster, std::vector<admin::OwnedRecord> records,
                 QWidget* parent);

protected:
    [[nodiscard]] QString problem() const override;
    [[nodiscard]] admin::ChangeRequest request() const override;

private:
    const std::vector<admin::OwnedRecord> m_records;
    QLineEdit* m_topic = nullptr;
    QCheckBox* m_keepPartition;
    QCheckBox* m_keepTimestamp;
};

/// What there is to write: `3 records from orders[0], orders[2]`, a few places named.
QString describeRecords(const std::vector<admin::OwnedRecord>& records);

} // namespace eventflow::widgets
