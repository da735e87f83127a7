#include "app/session/registry_changes.h"

#include "pipelines/admin/change_gate.h"
#include "pipelines/registry/registry_reader.h"

namespace eventflow::app {

namespace {

Status carryOut(const RegistryChange& change, const admin::Plan& plan,
                const std::function<Status(admin::Details&)>& act) {
    // Before the log is opened: what is not confirmed leaves no trace.
    if (Status status = admin::checkConfirmation(plan, change.permit, change.confirmation); !status)
        return status;
    const auto audit = change.trail.openAudit();
    if (!audit) return audit.error();
    return admin::carryOut(plan, change.permit, change.confirmation, **audit, act);
}

} // namespace

Result<std::int32_t> registerSchema(const std::shared_ptr<registry::RegistryConnection>& registry,
                                    const RegistryChange& change, const std::string& subject,
                                    const registry::SchemaDefinition& schema, bool normalize) {
    admin::Plan plan;
    plan.action = admin::Action::RegisterSchema;
    plan.target = subject;
    plan.parameters = {{"registry", registry->name()}, {"type", registry::toString(schema.type)}};
    plan.changes.push_back({"subject " + subject, "", "a new version"});
    std::int32_t id = 0;
    const Status done = carryOut(change, plan, [&](admin::Details& details) -> Status {
        const auto registered =
            registry::RegistryWriter(registry, change.permit).registerSchema(subject, schema, normalize);
        if (!registered) return registered.error();
        id = *registered;
        details["id"] = std::to_string(id);
        return {};
    });
    if (!done) return done.error();
    return id;
}

Status setCompatibility(const std::shared_ptr<registry::RegistryConnection>& registry,
                        const RegistryChange& change, const std::string& subject, const std::string& level) {
    const registry::RegistryReader reader(registry);
    const bool global = subject.empty();
    const auto before = global ? reader.config() : reader.config(subject, registry::Inheritance::None);
    admin::Plan plan;
    plan.action = admin::Action::SetCompatibility;
    plan.target = global ? registry->name() : subject;
    plan.parameters = {{"registry", registry->name()}};
    plan.changes.push_back(
        {global ? "compatibility of all subjects without their own" : "compatibility of " + subject,
         before ? before->compatibility : std::string(), level});
    return carryOut(change, plan, [&](admin::Details&) {
        const auto whose = global ? std::nullopt : std::optional<std::string_view>(subject);
        return registry::RegistryWriter(registry, change.permit).setCompatibility(whose, level);
    });
}

} // namespace eventflow::app
