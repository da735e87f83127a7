#include "widgets/topics/brokers_dialog.h"

#include "widgets/common/icons.h"
#include "widgets/common/view_setup.h"
#include "widgets/topics/config_pane.h"
#include "widgets/viewmodels/display_text.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QVBoxLayout>

namespace eventflow::widgets {

BrokersDialog::BrokersDialog(std::shared_ptr<feed::Cluster> cluster,
                             const std::vector<admin::Broker>& brokers, std::int32_t controller,
                             QWidget* parent)
    : QDialog(parent),
      m_cluster(std::move(cluster)),
      m_brokers(brokers),
      m_list(new QListWidget(this)),
      m_state(makeLabel({}, "muted", this)),
      m_configs(new ConfigPane(false, this)) {
    setWindowTitle(tr("Brokers"));
    resize(980, 620);
    setUpList(*m_list, tr("Brokers"));
    m_list->setFixedWidth(280);
    for (const admin::Broker& broker : m_brokers) {
        QString text = QStringLiteral("%1  %2:%3")
                           .arg(broker.id)
                           .arg(viewmodels::oneLine(broker.host, 120))
                           .arg(broker.port);
        if (broker.id == controller) text = tr("%1 (controller)").arg(text);
        auto* item = new QListWidgetItem(themedIcon(QStringLiteral("cluster")), text, m_list);
        item->setToolTip(text);
    }
    auto* right = new QVBoxLayout;
    right->addWidget(m_state);
    right->addWidget(m_configs, 1);
    auto* columns = new QHBoxLayout;
    columns->addWidget(m_list);
    columns->addLayout(right, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addLayout(columns, 1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &QListWidget::currentRowChanged, this, &BrokersDialog::choose);
    if (!m_brokers.empty()) m_list->setCurrentRow(0);
}

void BrokersDialog::choose(int row) {
    if (row < 0) return;
    const admin::Broker& broker = m_brokers[static_cast<std::size_t>(row)];
    m_state->setText(tr("Asking broker %1 for its configuration").arg(broker.id));
    m_configs->clear();
    m_call.start(
        [cluster = m_cluster, id = broker.id](const std::stop_token&) { return cluster->brokerConfigs(id); },
        [this, id = broker.id](const Result<admin::ConfigSet>& answer) {
            m_state->setText(tr("Broker %1").arg(id));
            admin::ConfigSet failed;
            if (!answer) failed.error = answer.error();
            m_configs->setConfigs(answer ? *answer : failed);
        });
}

} // namespace eventflow::widgets
