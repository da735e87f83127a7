#pragma once

#include "core/feed/workbench.h"
#include "tests/widgets/support/fake_cluster_desk.h"

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

namespace eventflow::testing {

/// An engine for the desktop's tests: remembers the commands, hands out the deltas it is given, and answers
/// queries from a fixed script. Deterministic. Thread: as feed::Workbench.
class FakeWorkbench final : public feed::Workbench {
public:
    // What was asked for.
    int demoStarts = 0;
    int stops = 0;
    std::vector<std::vector<std::filesystem::path>> openedCaptures;
    std::vector<feed::ClusterTarget> connections;
    mutable std::atomic<int> rangeQueries = 0;
    int takes = 0;

    FakeClusterDesk desk;

    // What it answers.
    std::vector<feed::Panel> panelList = demoPanels();
    std::filesystem::path path;
    std::atomic<bool> failQueries = false;  ///< queryRange() answers with an error
    std::atomic<bool> emptyQueries = false; ///< queryRange() answers without series
    std::atomic<bool> blockQueries = false; ///< queryRange() waits until this is false

    /// Merged into what the next takeDelta() returns.
    void publish(feed::PipelineDelta delta) { m_pending.merge(std::move(delta)); }

    // The script: a running demo, `seconds` after its start. Alerts in every state, topics with and without
    // lag, dead letters of several reasons, transitions, the latest records.
    static constexpr Timestamp kStart = timestampFromNs(1'781'956'800'000'000'000); // 2026-06-20T12:00:00Z
    static feed::PipelineDelta demoDelta(double seconds);
    static std::vector<feed::Panel> demoPanels();
    static std::vector<Alert> demoAlerts(Timestamp now);
    static std::vector<AlertTransition> demoTransitions(Timestamp now);
    static std::vector<feed::DeadLetterPreview> demoDeadLetters(Timestamp now);

    void startDemo() override { ++demoStarts; }
    void openCaptures(std::vector<std::filesystem::path> files) override {
        openedCaptures.push_back(std::move(files));
    }
    void connectTo(feed::ClusterTarget target) override { connections.push_back(std::move(target)); }
    void stop() override { ++stops; }
    feed::ClusterDesk& clusters() override { return desk; }
    feed::PipelineDelta takeDelta() override;
    std::vector<feed::Panel> panels() const override { return panelList; }
    std::vector<feed::RuleText> rules() const override;
    std::string workspaceName() const override { return "payments-prod"; }
    std::filesystem::path workspacePath() const override { return path; }
    Result<promql::RangeVector> queryRange(const std::string& expression, Timestamp start, Timestamp end,
                                           Duration step) const override;
    Result<std::vector<AlertTransition>> alertHistory(std::size_t limit) const override;
    Result<std::vector<feed::DeadLetterPreview>> deadLetters(Step step, RejectCode code,
                                                             std::size_t limit) const override;

private:
    feed::PipelineDelta m_pending;
};

} // namespace eventflow::testing
