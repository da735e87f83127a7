#pragma once

#include "app/clusters/app_cluster_desk.h"
#include "app/session/demo_stream.h"
#include "app/session/session.h"
#include "core/feed/workbench.h"
#include "pipelines/runtime/system_clock.h"
#include "pipelines/store/store_reader.h"

#include <QThreadPool>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace eventflow::app {

/// The desktop's way to the engine. Commands are carried out one after another on a thread of their own,
/// because ending a pipeline, opening a workspace or connecting takes its time; the screen learns of the
/// outcome by the next delta. Thread: as feed::Workbench says.
class AppWorkbench final : public feed::Workbench {
public:
    /// `folder`: the user's workspace; nothing: a temporary one per command.
    explicit AppWorkbench(std::optional<std::filesystem::path> folder);
    ~AppWorkbench() override;

    void startDemo() override;
    void openCaptures(std::vector<std::filesystem::path> files) override;
    void connectTo(feed::ClusterTarget target) override;
    void stop() override;
    [[nodiscard]] feed::PipelineDelta takeDelta() override;
    [[nodiscard]] feed::ClusterDesk& clusters() override { return m_desk; }

    [[nodiscard]] std::vector<feed::Panel> panels() const override;
    [[nodiscard]] std::vector<feed::RuleText> rules() const override;
    [[nodiscard]] std::string workspaceName() const override;
    [[nodiscard]] std::filesystem::path workspacePath() const override;

    [[nodiscard]] Result<promql::RangeVector> queryRange(const std::string& expression, Timestamp start,
                                                         Timestamp end, Duration step) const override;
    [[nodiscard]] Result<std::vector<AlertTransition>> alertHistory(std::size_t limit) const override;
    [[nodiscard]] Result<std::vector<feed::DeadLetterPreview>> deadLetters(Step step, RejectCode code,
                                                                           std::size_t limit) const override;

    /// Ends the pipeline and waits: before the process ends.
    void shutDown();
    [[nodiscard]] feed::Counters counters() const;

private:
    /// One pipeline and all that it stands on; destroyed in the reverse order.
    struct Running {
        std::unique_ptr<Session> session;
        std::unique_ptr<DemoStream> demo;
        std::string connection; ///< that is read, as the desk names it; empty: none
        std::unique_ptr<runtime::Pipeline> pipeline;
        std::mutex readersMutex;
        std::vector<std::unique_ptr<store::StoreReader>> readers; ///< not in use just now
    };
    using RunningPtr = std::shared_ptr<Running>;

    /// What differs from one way to begin to the other.
    struct Beginning {
        std::unique_ptr<collect::Source> source;
        std::unique_ptr<store::StoreWriter> store;
        bool live = false; ///< rules also follow the wall clock
        std::string connection{};
        std::shared_ptr<codec::SchemaLookup> schemas{};
    };

    /// Opens a session, a temporary one or the user's, and runs what `make` finds for it.
    void begin(std::string description, bool temporary, std::function<Result<Beginning>(Running&)> make);
    /// Ends what runs and starts what `make` builds, on the launcher's thread.
    void launch(std::string description, std::function<Result<RunningPtr>(std::uint64_t generation)> make);
    void fail(std::uint64_t generation, const std::string& description, const Error& error);
    Result<RunningPtr> newRun(bool temporary);
    [[nodiscard]] RunningPtr current() const;

    template <typename T>
    Result<T> withReader(const std::function<Result<T>(store::StoreReader&, const Running&)>& query) const;

    const std::optional<std::filesystem::path> m_folder;
    const runtime::SystemClock m_clock;
    AppClusterDesk m_desk;
    mutable std::mutex m_mutex; ///< guards what follows
    RunningPtr m_running;
    /// Of the workspace opened last; there also while the next run is being made.
    std::vector<feed::Panel> m_panels;
    std::vector<feed::RuleText> m_rules;
    std::string m_name;
    feed::PipelineDelta m_notice; ///< what the launcher has to say: starting, failed
    std::uint64_t m_generation = 0;
    QThreadPool m_launcher; ///< one thread: commands in their order
};

} // namespace eventflow::app
