#include "widgets/viewmodels/schema_text.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/subject_list_model.h"

#include <QCoreApplication>

namespace eventflow::viewmodels {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("SchemaText", text);
}

QString readers(schema::CompatibilityMode mode) {
    using schema::CompatibilityMode;
    switch (mode) {
    case CompatibilityMode::None:
        return tr("Nothing is checked: any schema is let in.");
    case CompatibilityMode::Backward:
        return tr("A new version must read data of the latest one.");
    case CompatibilityMode::BackwardTransitive:
        return tr("A new version must read data of every earlier one.");
    case CompatibilityMode::Forward:
        return tr("The latest version must read data of a new one.");
    case CompatibilityMode::ForwardTransitive:
        return tr("Every earlier version must read data of a new one.");
    case CompatibilityMode::Full:
        return tr("A new version and the latest one must read each other's data.");
    case CompatibilityMode::FullTransitive:
        return tr("A new version and every earlier one must read each other's data.");
    }
    return {};
}

QString upgradeOrder(schema::CompatibilityMode mode) {
    const bool backward = checksBackward(mode);
    const bool forward = checksForward(mode);
    if (backward && forward) return tr("Consumers and producers may be upgraded in any order.");
    if (backward) return tr("Upgrade consumers first.");
    return forward ? tr("Upgrade producers first.") : tr("Upgrade consumers and producers together.");
}

} // namespace

QString schemaTypeText(codec::SchemaType type) {
    switch (type) {
    case codec::SchemaType::Avro:
        return QStringLiteral("Avro");
    case codec::SchemaType::Json:
        return QStringLiteral("JSON Schema");
    case codec::SchemaType::Protobuf:
        return QStringLiteral("Protobuf");
    }
    return {};
}

QString levelMeaning(const std::string& level) {
    const auto mode = schema::parseCompatibilityMode(level);
    return mode ? readers(*mode) + u' ' + upgradeOrder(*mode) : QString();
}

QString modeMeaning(const std::string& mode) {
    if (mode == "READWRITE") return tr("New versions may be registered.");
    if (mode == "READONLY") return tr("No new version may be registered.");
    if (mode == "READONLY_OVERRIDE") return tr("No new version may be registered, whatever subjects say.");
    if (mode == "IMPORT") return tr("Versions come from another registry with their own ids.");
    return {};
}

QString directionText(schema::ReadDirection direction, int oldVersion) {
    return direction == schema::ReadDirection::NewReadsOld
               ? tr("Backward: new reads version %1").arg(oldVersion)
               : tr("Forward: version %1 reads new").arg(oldVersion);
}

QString changeKindText(schema::ChangeKind kind) {
    switch (kind) {
    case schema::ChangeKind::Added:
        return tr("Added");
    case schema::ChangeKind::Removed:
        return tr("Removed");
    case schema::ChangeKind::Changed:
        return tr("Changed");
    case schema::ChangeKind::Moved:
        return tr("Moved");
    }
    return {};
}

QString driftKindText(schema::DriftKind kind) {
    switch (kind) {
    case schema::DriftKind::ForbiddenField:
        return tr("Forbidden field");
    case schema::DriftKind::UndeclaredField:
        return tr("Undeclared field");
    case schema::DriftKind::UndeclaredType:
        return tr("Undeclared type");
    case schema::DriftKind::MissingRequired:
        return tr("Required, but missing");
    case schema::DriftKind::NeverSeen:
        return tr("Never seen");
    }
    return {};
}

QString pathText(const std::string& path) {
    return path.empty() ? tr("(whole value)") : oneLine(path);
}

std::string topicOfSubject(const std::string& subject) {
    const std::string_view name = splitSubject(subject).name;
    for (const std::string_view suffix : {"-value", "-key"})
        if (name.ends_with(suffix) && name.size() > suffix.size())
            return std::string(name.substr(0, name.size() - suffix.size()));
    return {};
}

} // namespace eventflow::viewmodels
