#pragma once

#include "core/feed/cluster.h"
#include "widgets/common/async_call.h"

#include <QDialog>

#include <memory>
#include <vector>

class QLabel;
class QListWidget;

namespace eventflow::widgets {

class ConfigPane;

/// The brokers of a cluster, and how one of them is configured. Thread: GUI.
class BrokersDialog : public QDialog {
    Q_OBJECT
public:
    BrokersDialog(std::shared_ptr<feed::Cluster> cluster, const std::vector<admin::Broker>& brokers,
                  std::int32_t controller, QWidget* parent = nullptr);

private:
    void choose(int row);

    std::shared_ptr<feed::Cluster> m_cluster;
    std::vector<admin::Broker> m_brokers;
    AsyncCall<Result<admin::ConfigSet>> m_call;
    QListWidget* m_list;
    QLabel* m_state;
    ConfigPane* m_configs;
};

} // namespace eventflow::widgets
