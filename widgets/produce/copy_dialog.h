#pragma once

#include "core/feed/cluster_desk.h"
#include "widgets/produce/write_dialog.h"

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace eventflow::widgets {

/// Copies the records of a topic, of this cluster or another, into a topic of this one. Thread: GUI.
class CopyDialog : public WriteDialog {
    Q_OBJECT
public:
    CopyDialog(std::shared_ptr<feed::Cluster> cluster, const feed::ClusterDesk& desk,
               const QString& sourceConnection, const QString& sourceTopic, QWidget* parent);

protected:
    [[nodiscard]] QString problem() const override;
    [[nodiscard]] admin::ChangeRequest request() const override;

private:
    void fillSources(const feed::ClusterDesk& desk, const QString& chosen);

    QComboBox* m_source;
    QLineEdit* m_sourceTopic = nullptr;
    QLineEdit* m_topic = nullptr;
    QLineEdit* m_ranges = nullptr;
    QCheckBox* m_keepPartition;
};

} // namespace eventflow::widgets
