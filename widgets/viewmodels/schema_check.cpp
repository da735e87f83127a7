#include "widgets/viewmodels/schema_check.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/schema_text.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace eventflow::viewmodels {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(eventflow::viewmodels::SchemaCheck)
};

using Opened = std::shared_ptr<const OpenedSchema>;

Opened openedVersion(feed::SchemaRegistry& registry, const SchemaCandidate& candidate, int version) {
    const auto found = std::ranges::find_if(
        candidate.opened, [&](const Opened& one) { return one->registered.version == version; });
    if (found != candidate.opened.end()) return *found;
    return std::make_shared<const OpenedSchema>(openSchema(registry, candidate.subject, version));
}

/// The versions that the mode asks for, oldest first.
std::vector<Opened> openVersions(feed::SchemaRegistry& registry, const SchemaCandidate& candidate,
                                 CandidateCheck& check, const std::stop_token& stop) {
    std::vector<Opened> versions;
    if (candidate.mode == schema::CompatibilityMode::None) return versions;
    for (const auto& [version, deleted] : candidate.versions) {
        if (deleted || stop.stop_requested()) continue;
        Opened opened = openedVersion(registry, candidate, version);
        if (opened->parsed)
            versions.push_back(std::move(opened));
        else
            check.unchecked.emplace_back(version, opened->error.value_or(Error{}));
        if (!isTransitive(candidate.mode)) break;
    }
    std::ranges::reverse(versions);
    return versions;
}

void addRows(std::vector<TextTableModel::Row>& rows, const schema::VersionCheck& check,
             const std::vector<schema::Incompatibility>& found, Severity severity) {
    for (const schema::Incompatibility& one : found) {
        const bool newReads = check.direction == schema::ReadDirection::NewReadsOld;
        const std::string& path = newReads ? one.readerPath : one.writerPath;
        rows.push_back({{{QString::number(check.version), severity},
                         {newReads ? Text::tr("Backward") : Text::tr("Forward")},
                         {path.empty() ? Text::tr("(top)") : oneLine(path)},
                         {oneLine(one.message, 2000)}}});
    }
}

} // namespace

CandidateCheck checkCandidate(feed::SchemaRegistry& registry, const SchemaCandidate& candidate,
                              const std::stop_token& stop) {
    CandidateCheck check;
    check.report.mode = candidate.mode;
    auto references = registry.references(candidate.schema);
    if (!references) {
        check.fault = references.error();
        return check;
    }
    const auto parsed = schema::ParsedSchema::parse(
        {0, candidate.schema.type, candidate.schema.text, std::move(*references)});
    if (!parsed) {
        check.fault = parsed.error();
        return check;
    }
    const std::vector<Opened> old = openVersions(registry, candidate, check, stop);
    std::vector<schema::SchemaVersion<schema::ParsedSchema>> versions;
    for (const Opened& one : old)
        versions.push_back({one->registered.version, &*one->parsed});
    check.report = schema::checkCompatibility<schema::ParsedSchema>(
        candidate.mode, *parsed, versions,
        [](const auto& reader, const auto& writer) { return canRead(reader, writer); });
    for (const Opened& one : candidate.opened)
        if (one->registered.schema.text == candidate.schema.text) check.sameAs = one->registered.version;
    if (candidate.askRegistry && !stop.stop_requested())
        check.registry = registry.testCompatibility(candidate.subject, candidate.schema);
    return check;
}

QStringList reasonTitles() {
    return {Text::tr("Version"), Text::tr("Direction"), Text::tr("Path"), Text::tr("Reason")};
}

std::vector<TextTableModel::Row> reasonRows(const CandidateCheck& check) {
    std::vector<TextTableModel::Row> rows;
    for (const auto& [version, error] : check.unchecked)
        rows.push_back({{{QString::number(version), Severity::Warning},
                         {Text::tr("Not checked")},
                         {},
                         {errorText(error).cause}}});
    for (const schema::VersionCheck& one : check.report.checks)
        addRows(rows, one, one.check.incompatibilities, Severity::Critical);
    for (const schema::VersionCheck& one : check.report.checks)
        addRows(rows, one, one.check.warnings, Severity::Info);
    return rows;
}

QString verdictText(const CandidateCheck& check, const SchemaCandidate& candidate) {
    const QString mode = QString::fromLatin1(toString(candidate.mode));
    if (check.fault) return Text::tr("Not a schema: %1").arg(errorText(*check.fault).cause);
    std::size_t reasons = 0;
    for (const schema::VersionCheck& one : check.report.checks)
        reasons += one.check.incompatibilities.size() + one.check.omitted;
    QStringList parts;
    if (reasons > 0)
        parts +=
            Text::tr("Not compatible by %1: %n reason(s).", nullptr, static_cast<int>(reasons)).arg(mode);
    else if (!check.unchecked.empty())
        parts += Text::tr("Not known by %1: %n version(s) could not be opened.", nullptr,
                          static_cast<int>(check.unchecked.size()))
                     .arg(mode);
    else if (candidate.mode == schema::CompatibilityMode::None)
        parts += Text::tr("Parsed. NONE checks nothing.");
    else
        parts += Text::tr("Compatible by %1, checked against %n version(s) here.", nullptr,
                          static_cast<int>(
                              check.report.checks.size() /
                              (checksBackward(candidate.mode) && checksForward(candidate.mode) ? 2 : 1)))
                     .arg(mode);
    if (check.sameAs) parts += Text::tr("It is the text of version %1.").arg(*check.sameAs);
    return parts.join(u' ');
}

QString registryOpinion(const CandidateCheck& check) {
    if (!check.registry) return Text::tr("The registry has not been asked about this text.");
    if (!*check.registry)
        return Text::tr("The registry gives no opinion: %1").arg(errorText(check.registry->error()).cause);
    const registry::CompatibilityAnswer& answer = **check.registry;
    if (answer.compatible) return Text::tr("The registry would take it.");
    QStringList messages;
    for (const std::string& message : answer.messages)
        messages += oneLine(message, 500);
    return messages.isEmpty()
               ? Text::tr("The registry would refuse it.")
               : Text::tr("The registry would refuse it: %1").arg(messages.join(QStringLiteral("; ")));
}

std::optional<qsizetype> placeOfFault(const std::string& text, const Error& fault) {
    static const QRegularExpression byte(QStringLiteral("\\bbyte (\\d{1,9})\\b"));
    static const QRegularExpression lineColumn(QStringLiteral(":(\\d{1,7}):(\\d{1,7}):"));
    const QString detail = fromUtf8(fault.detail);
    if (const auto found = byte.match(detail); found.hasMatch()) {
        const auto at = std::min<std::size_t>(found.captured(1).toULongLong(), text.size());
        return fromUtf8(std::string_view(text).substr(0, at)).size();
    }
    const auto found = lineColumn.match(detail);
    if (!found.hasMatch()) return std::nullopt;
    std::size_t start = 0;
    for (int line = found.captured(1).toInt(); line > 1; --line) {
        start = text.find('\n', start);
        if (start == std::string::npos) return std::nullopt;
        ++start;
    }
    const auto column = static_cast<std::size_t>(std::max(1, found.captured(2).toInt()) - 1);
    const std::size_t at = std::min({start + column, text.find('\n', start), text.size()});
    return fromUtf8(std::string_view(text).substr(0, at)).size();
}

QString lineAndColumn(const QString& text, qsizetype position) {
    const QStringView before = QStringView(text).left(position);
    const qsizetype lineStart = before.lastIndexOf(u'\n') + 1;
    return Text::tr("line %1, column %2").arg(before.count(u'\n') + 1).arg(position - lineStart + 1);
}

} // namespace eventflow::viewmodels
