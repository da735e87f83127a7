#include "widgets/groups/stuck_pane.h"

#include "widgets/common/item_delegate.h"
#include "widgets/common/notice.h"
#include "widgets/common/place_keeper.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/neighbour_model.h"
#include "widgets/viewmodels/stuck_model.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace eventflow::widgets {

using viewmodels::NeighbourModel;
using viewmodels::StuckModel;

namespace {
constexpr Duration kStuckAfter = std::chrono::seconds(30);
constexpr std::int64_t kAround = 3;
} // namespace

StuckPane::StuckPane(QWidget* parent)
    : QWidget(parent),
      m_stuck(new StuckModel(this)),
      m_neighbours(new NeighbourModel(this)),
      m_summary(makeLabel({}, "", this)),
      m_table(new QTableView(this)),
      m_look(new QPushButton(tr("Look at the record"), this)),
      m_messages(new QPushButton(tr("Open in Messages"), this)),
      m_notice(new Notice(this)),
      m_records(new QTableView(this)) {
    m_summary->setWordWrap(true);
    m_table->setModel(m_stuck);
    m_table->setItemDelegate(new ItemDelegate(m_table));
    setUpTable(*m_table, tr("Partitions that stand still"), {24, 12, 10, 10, 9, 20}, StuckModel::Partition);
    m_place = new PlaceKeeper(*m_table, *m_stuck);
    m_records->setModel(m_neighbours);
    m_records->setItemDelegate(new ItemDelegate(m_records));
    setUpTable(*m_records, tr("Records around the offset"), {14, 19, 16, 40}, NeighbourModel::Value);
    m_records->hide();
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_summary, 1);
    bar->addWidget(m_look);
    bar->addWidget(m_messages);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_notice);
    layout->addWidget(m_records, 1);
    connect(m_place, &PlaceKeeper::chosen, this, &StuckPane::choose);
    connect(m_look, &QPushButton::clicked, this, &StuckPane::look);
    connect(m_messages, &QPushButton::clicked, this, [this] {
        const int row = m_stuck->rowOf(m_place->chosenId());
        if (row < 0) return;
        const auto& stuck = m_stuck->row(row).stuck;
        Q_EMIT openRequested(QStringLiteral("messages"),
                             QStringLiteral("%1@%2")
                                 .arg(QString::fromStdString(toString(stuck.partition)))
                                 .arg(stuck.committed));
    });
    choose();
}

void StuckPane::setCluster(std::shared_ptr<feed::Cluster> cluster) {
    m_call.cancel();
    m_cluster = std::move(cluster);
    m_place->forget();
    m_stuck->setStuck({}, {});
    choose();
}

void StuckPane::showHistory(const admin::LagHistory& history, Timestamp now) {
    const auto stuck = history.stuck(kStuckAfter);
    m_stuck->setStuck(stuck, now);
    m_summary->setText(
        stuck.empty()
            ? tr("No partition stands still: each has moved on within %1 or has nothing to read.")
                  .arg(viewmodels::format::age(kStuckAfter))
            : tr("%n partition(s) stand still while records come in. The record at the offset may be "
                 "one that the consumer chokes on.",
                 nullptr, static_cast<int>(stuck.size())));
}

void StuckPane::choose() {
    m_call.cancel();
    const bool chosen = m_stuck->rowOf(m_place->chosenId()) >= 0;
    m_look->setEnabled(chosen);
    m_messages->setEnabled(chosen);
    m_look->setToolTip(chosen ? QString() : tr("Choose a partition that stands still."));
    m_neighbours->setNeighbourhood({});
    m_records->hide();
    m_notice->showText(viewmodels::Severity::Info, {});
}

void StuckPane::look() {
    const int row = m_stuck->rowOf(m_place->chosenId());
    if (row < 0 || m_cluster == nullptr) return;
    const auto stuck = m_stuck->row(row).stuck;
    m_notice->showText(viewmodels::Severity::Info,
                       tr("Reading the records around offset %1.").arg(stuck.committed));
    m_call.start(
        [cluster = m_cluster, stuck](const std::stop_token&) {
            return cluster->neighbourhood(stuck.partition, stuck.committed, kAround);
        },
        [this](const Result<admin::Neighbourhood>& answer) { takeNeighbourhood(answer); });
}

void StuckPane::takeNeighbourhood(const Result<admin::Neighbourhood>& answer) {
    m_records->setVisible(answer.has_value());
    if (!answer)
        return m_notice->showText(viewmodels::Severity::Warning, viewmodels::errorParagraph(answer.error()));
    m_neighbours->setNeighbourhood(*answer);
    const int suspect = m_neighbours->suspectRow();
    if (suspect < 0)
        return m_notice->showText(viewmodels::Severity::Info,
                                  tr("There is no record at this offset or after it."));
    m_notice->showText(viewmodels::Severity::Warning,
                       tr("The marked record, offset %1, is what the group reads next.")
                           .arg(m_neighbours->record(suspect).offset));
    m_records->selectRow(suspect);
}

} // namespace eventflow::widgets
