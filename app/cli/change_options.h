#pragma once

#include "app/cli/cluster_choice.h"
#include "app/cli/command.h"
#include "core/admin/plan.h"
#include "pipelines/admin/admin_client.h"
#include "pipelines/admin/record_writes.h"

#include <functional>
#include <string>

namespace eventflow::app {

/// What every command that changes a cluster has: the cluster, `--execute` without which it only says what it
/// would do, `--confirm` for production, `--json`; and the way from a plan to its execution.
class ChangeOptions {
public:
    void addOptions(CLI::App& parser);

    [[nodiscard]] const ClusterChoice& cluster() const { return m_cluster; }
    [[nodiscard]] bool json() const { return m_json; }
    [[nodiscard]] const std::string& confirmation() const { return m_confirm; }
    [[nodiscard]] bool wantsExecution() const { return m_execute; }

    using Execute = std::function<Status(const admin::ChangeClient&, admin::AuditLog&)>;
    /// Prints the plan; with `--execute` carries it out and says so.
    int finish(const admin::Plan& plan, const Execute& execute) const;

    using Write = std::function<Result<admin::WriteReport>(const admin::WriteContext&)>;
    /// The same for records, at most `recordsPerSecond`; kFailure when some were not written.
    int finishWrite(const admin::Plan& plan, double recordsPerSecond, const CommandContext& context,
                    const Write& write, admin::WriteReport* report = nullptr) const;

private:
    void printPlan(const admin::Plan& plan) const;
    [[nodiscard]] bool executes(const admin::Plan& plan) const { return m_execute && !plan.nothingToDo(); }
    /// With what it needs: the cluster, the right, the audit log.
    Result<admin::WriteReport> carryOut(admin::SendOptions options, const std::stop_token& stop,
                                        const Write& write) const;
    /// `report` when records were written.
    void printEnd(const admin::Plan& plan, const std::string& said, const admin::WriteReport* report) const;

    ClusterChoice m_cluster;
    bool m_execute = false;
    bool m_json = false;
    std::string m_confirm;
};

/// A command that changes a cluster; each makes its plan with work() and hands it to its options.
class ChangeCommand : public ClusterCommand {
protected:
    explicit ChangeCommand(CLI::App& parser) { m_options.addOptions(parser); }
    [[nodiscard]] const ClusterChoice& cluster() const final { return m_options.cluster(); }
    [[nodiscard]] bool json() const final { return m_options.json(); }
    [[nodiscard]] static int usage(const std::string& note);

    ChangeOptions m_options;
};

/// A command that writes records.
class WriteCommand : public ChangeCommand {
protected:
    explicit WriteCommand(CLI::App& parser);

    double m_rate = 0; ///< records a second; 0: as fast as it goes
};

} // namespace eventflow::app
