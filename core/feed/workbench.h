#pragma once

#include "core/base/result.h"
#include "core/feed/cluster_desk.h"
#include "core/feed/pipeline_delta.h"
#include "core/promql/query.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace eventflow::feed {

/// One chart of the Overview: a PromQL range query and how to show it.
struct Panel {
    std::string title;
    std::string expression;
    std::string unit;        ///< `%`, `ms`, `/s`, `bytes`; appended to values
    std::string legendLabel; ///< label whose value names a line; empty: the whole label set
    double threshold = 0;    ///< drawn as a dashed line when hasThreshold
    bool hasThreshold = false;
};

/// A rule as shown beside its alerts.
struct RuleText {
    std::string ruleId;
    std::string name;
    std::string group;
    std::string expression;
    Duration holdFor{};
    Duration keepFiringFor{};
    std::string file;
    int line = 0;
    std::string yaml; ///< the rule's own lines of the file
};

/// What the pipeline reads from a cluster.
struct ClusterTarget {
    std::string connection;          ///< name of one that the desk knows
    std::vector<std::string> topics; ///< empty: every topic that is not internal
    enum class Start : std::uint8_t { Earliest, Latest } start = Start::Latest;
};

/// What the desktop asks of the engine. Widgets know this interface only; the application implements it on
/// top of the pipelines.
class Workbench {
public:
    Workbench() = default;
    Workbench(const Workbench&) = delete;
    Workbench& operator=(const Workbench&) = delete;
    virtual ~Workbench() = default;

    // Commands. Thread: GUI. They return at once; the outcome is in the next deltas' status.
    virtual void startDemo() = 0;
    virtual void openCaptures(std::vector<std::filesystem::path> files) = 0;
    virtual void connectTo(ClusterTarget target) = 0;
    /// Stops reading, finishes what is under way, keeps everything that was read.
    virtual void stop() = 0;

    /// Everything since the last call. Thread: GUI; never blocks on the pipeline.
    [[nodiscard]] virtual PipelineDelta takeDelta() = 0;

    /// The clusters that can be looked at, whatever the pipeline reads. Thread: GUI. Lifetime: the
    /// workbench's.
    [[nodiscard]] virtual ClusterDesk& clusters() = 0;

    // Snapshots of the configuration. Thread: GUI.
    [[nodiscard]] virtual std::vector<Panel> panels() const = 0;
    [[nodiscard]] virtual std::vector<RuleText> rules() const = 0;
    [[nodiscard]] virtual std::string workspaceName() const = 0;
    /// The workspace folder; session state is kept there. Empty: a temporary workspace, nothing is
    /// remembered.
    [[nodiscard]] virtual std::filesystem::path workspacePath() const = 0;

    // Queries on the store. They block on disk: call them from QtConcurrent. Thread: any.
    [[nodiscard]] virtual Result<promql::RangeVector>
    queryRange(const std::string& expression, Timestamp start, Timestamp end, Duration step) const = 0;
    /// The newest transitions, newest first.
    [[nodiscard]] virtual Result<std::vector<AlertTransition>> alertHistory(std::size_t limit) const = 0;
    /// Stored dead letters of one step and reason, newest first.
    [[nodiscard]] virtual Result<std::vector<DeadLetterPreview>> deadLetters(Step step, RejectCode code,
                                                                             std::size_t limit) const = 0;
};

} // namespace eventflow::feed
