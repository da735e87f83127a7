#include "widgets/viewmodels/schema_comparison.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/schema_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace eventflow::viewmodels {

using schema::ChangeKind;
using schema::SchemaChange;

namespace {

constexpr std::size_t kMaxReasons = 20;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(eventflow::viewmodels::SchemaComparison)
};

QString breaksText(const SchemaChange& change) {
    if (!change.backward.empty() && !change.forward.empty()) return Text::tr("Backward and forward");
    if (!change.backward.empty()) return Text::tr("Backward");
    return change.forward.empty() ? Text::tr("Nothing") : Text::tr("Forward");
}

void addReasons(QStringList& out, const std::vector<schema::Incompatibility>& found, const QString& heading) {
    if (found.empty()) return;
    out += heading;
    for (std::size_t i = 0; i < std::min(found.size(), kMaxReasons); ++i)
        out += QStringLiteral("  • ") + oneLine(found[i].message, 1000);
    if (found.size() > kMaxReasons)
        out += QStringLiteral("  ") + Text::tr("and %1 more").arg(found.size() - kMaxReasons);
}

int number(const std::shared_ptr<const OpenedSchema>& schema) {
    return schema->registered.version;
}

} // namespace

SchemaComparison compareSchemas(std::shared_ptr<const OpenedSchema> before,
                                std::shared_ptr<const OpenedSchema> after) {
    SchemaComparison comparison{std::move(before), std::move(after), {}, {}, {}, false};
    const OpenedSchema& from = *comparison.before;
    const OpenedSchema& to = *comparison.after;
    comparison.diff = schema::diff(*from.tree, *to.tree, canRead(*to.parsed, *from.parsed),
                                   canRead(*from.parsed, *to.parsed));
    comparison.pairs = std::make_shared<const SchemaPairs>(from.tree, to.tree);
    const auto isJson = [](const OpenedSchema& one) {
        return one.registered.schema.type != codec::SchemaType::Protobuf;
    };
    comparison.laidOut = isJson(from) && isJson(to);
    const auto text = [&](const OpenedSchema& one) {
        const std::string& registered = one.registered.schema.text;
        return comparison.laidOut ? layOutJson(registered) : registered;
    };
    comparison.lines = std::make_shared<const LineDiff>(diffLines(text(from), text(to)));
    return comparison;
}

QStringList changeTitles() {
    return {Text::tr("Change"), Text::tr("Path"), Text::tr("Was"), Text::tr("Is"), Text::tr("Breaks")};
}

std::vector<TextTableModel::Row> changeRows(const SchemaComparison& comparison) {
    std::vector<TextTableModel::Row> rows;
    for (const SchemaChange& change : comparison.diff.changes) {
        const bool breaks = !change.backward.empty() || !change.forward.empty();
        rows.push_back(
            {{{changeKindText(change.kind)},
              {pathText(change.path)},
              {oneLine(change.from)},
              {oneLine(change.to)},
              {breaksText(change), breaks ? std::optional(Severity::Warning) : std::nullopt, !breaks}},
             fromUtf8(change.path)});
    }
    return rows;
}

QString changeReasons(const SchemaComparison& comparison, const SchemaChange& change) {
    const int before = number(comparison.before);
    const int after = number(comparison.after);
    QStringList lines;
    addReasons(lines, change.backward,
               Text::tr("Backward: version %1 cannot read all data of version %2.").arg(after).arg(before));
    addReasons(lines, change.forward,
               Text::tr("Forward: version %1 cannot read all data of version %2.").arg(before).arg(after));
    if (lines.isEmpty())
        lines += Text::tr("Breaks nothing: versions %1 and %2 still read each other's data here.")
                     .arg(before)
                     .arg(after);
    return lines.join(u'\n');
}

QString comparisonSummary(const SchemaComparison& comparison, const std::string& level) {
    const auto& changes = comparison.diff.changes;
    if (changes.empty()) return Text::tr("No difference in what the schemas say.");
    const auto breaking = [&](auto member) {
        return static_cast<int>(
            std::ranges::count_if(changes, [&](const SchemaChange& one) { return !(one.*member).empty(); }));
    };
    QStringList parts{Text::tr("%n change(s)", nullptr, static_cast<int>(changes.size()))};
    if (const int n = breaking(&SchemaChange::backward); n > 0)
        parts += Text::tr("%n break(s) backward", nullptr, n);
    if (const int n = breaking(&SchemaChange::forward); n > 0)
        parts += Text::tr("%n break(s) forward", nullptr, n);
    if (const auto mode = schema::parseCompatibilityMode(level))
        parts += comparison.diff.breaks(*mode) ? Text::tr("%1 forbids this step").arg(fromUtf8(level))
                                               : Text::tr("%1 allows this step").arg(fromUtf8(level));
    if (comparison.diff.truncated) parts += Text::tr("larger than the bounds: something is missing");
    return parts.join(QStringLiteral(" · "));
}

} // namespace eventflow::viewmodels
