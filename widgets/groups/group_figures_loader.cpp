#include "widgets/groups/group_figures_loader.h"

#include <QScrollBar>
#include <QTableView>

#include <algorithm>

namespace eventflow::widgets {

namespace {
constexpr int kRestMs = 120;
}

GroupFiguresLoader::GroupFiguresLoader(QTableView& view, viewmodels::GroupTableModel& model)
    : QObject(&view), m_view(view), m_model(model) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(kRestMs);
    connect(&m_timer, &QTimer::timeout, this, &GroupFiguresLoader::load);
    connect(view.verticalScrollBar(), &QScrollBar::valueChanged, this, &GroupFiguresLoader::wake);
    connect(&model, &QAbstractItemModel::modelReset, this, &GroupFiguresLoader::wake);
    connect(&model, &QAbstractItemModel::layoutChanged, this, &GroupFiguresLoader::wake);
}

void GroupFiguresLoader::setCluster(std::shared_ptr<feed::Cluster> cluster) {
    m_call.cancel();
    m_cluster = std::move(cluster);
    wake();
}

void GroupFiguresLoader::setSearching(bool searching) {
    m_searching = searching;
    wake();
}

void GroupFiguresLoader::wake() {
    m_timer.start();
}

std::vector<std::string> GroupFiguresLoader::wanted() const {
    const int last = m_view.rowAt(m_view.viewport()->height() - 1);
    auto ids = m_model.withoutFigures(m_view.rowAt(0), last < 0 ? m_model.rowCount() - 1 : last,
                                      admin::kGroupsPerPage);
    return ids.empty() && m_searching ? m_model.unknownGroups(admin::kGroupsPerPage) : ids;
}

void GroupFiguresLoader::load() {
    if (m_cluster == nullptr || m_call.isRunning() || !m_view.isVisible()) return;
    std::vector<std::string> ids = wanted();
    if (ids.empty()) return;
    m_call.start(
        [cluster = m_cluster, ids = std::move(ids)](const std::stop_token&) { return ask(*cluster, ids); },
        [this](Figures figures) {
            m_model.setFigures(std::move(figures));
            wake(); // the view may have moved on
        });
}

GroupFiguresLoader::Figures GroupFiguresLoader::ask(feed::Cluster& cluster,
                                                    const std::vector<std::string>& ids) {
    const auto lags = cluster.groupLags(ids);
    Figures figures;
    std::vector<admin::PartitionLag> worst; ///< of each group that lags, one partition
    std::vector<std::string> late;
    for (std::size_t i = 0; i < ids.size() && i < lags.size(); ++i) {
        viewmodels::GroupFigures one;
        if (!lags[i]) {
            one.error = lags[i].error();
        } else {
            one = viewmodels::figuresOf(*lags[i]);
            const auto largest = std::ranges::max_element(
                lags[i]->partitions, {}, [](const admin::PartitionLag& p) { return p.lag().value_or(-1); });
            if (one.lagKnown && largest->lag().value_or(0) <= 0) {
                one.behind = Duration::zero();
            } else if (one.lagKnown) {
                worst.push_back(*largest);
                late.push_back(ids[i]);
            }
        }
        figures.emplace(ids[i], std::move(one));
    }
    if (worst.empty()) return figures;
    const auto times = cluster.timeLags(worst);
    for (std::size_t i = 0; i < late.size() && i < times.size(); ++i)
        figures[late[i]].behind = times[i].behind();
    return figures;
}

} // namespace eventflow::widgets
