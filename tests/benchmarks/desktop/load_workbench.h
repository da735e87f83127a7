#pragma once

#include "core/feed/workbench.h"
#include "tests/widgets/support/fake_cluster_desk.h"

#include <string>
#include <vector>

namespace eventflow::bench {

/// An engine that has everything ready, so that what is measured is the screen's own work: deltas are moved
/// out, queries answer in the pool with as many series as they are told. Thread: as feed::Workbench.
class LoadWorkbench : public feed::Workbench {
public:
    int seriesPerPanel = 10;
    std::size_t storedValueBytes = 256; ///< of each dead letter in the store

    void publish(feed::PipelineDelta delta) { m_next = std::move(delta); }

    void startDemo() override {}
    void openCaptures(std::vector<std::filesystem::path>) override {}
    void connectTo(feed::ClusterTarget) override {}
    void stop() override {}
    feed::ClusterDesk& clusters() override { return m_desk; }
    feed::PipelineDelta takeDelta() override;
    std::vector<feed::Panel> panels() const override;
    std::vector<feed::RuleText> rules() const override;
    std::string workspaceName() const override { return "load"; }
    std::filesystem::path workspacePath() const override { return {}; }
    Result<promql::RangeVector> queryRange(const std::string& expression, Timestamp start, Timestamp end,
                                           Duration step) const override;
    Result<std::vector<AlertTransition>> alertHistory(std::size_t limit) const override;
    Result<std::vector<feed::DeadLetterPreview>> deadLetters(Step step, RejectCode code,
                                                             std::size_t limit) const override;

private:
    testing::FakeClusterDesk m_desk; ///< without a cluster
    feed::PipelineDelta m_next;
};

} // namespace eventflow::bench
