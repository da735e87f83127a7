#include "widgets/viewmodels/filter_text.h"

#include "core/cel/event_environment.h"
#include "widgets/viewmodels/display_text.h"

#include <charconv>

namespace eventflow::viewmodels {

namespace {

constexpr int kMaxWords = 2000;

/// `line:column: message`, the first line of a located error.
FilterFault faultOf(const QString& expression, const std::string& detail) {
    FilterFault fault;
    const std::string first = detail.substr(0, detail.find('\n'));
    const char* at = first.data();
    const char* const end = first.data() + first.size();
    const auto line = std::from_chars(at, end, fault.line);
    const auto column = line.ec == std::errc() && line.ptr < end && *line.ptr == ':'
                            ? std::from_chars(line.ptr + 1, end, fault.column)
                            : line;
    const bool located = column.ptr + 1 < end && column.ptr != line.ptr;
    fault.message = fromUtf8(located ? std::string_view(column.ptr + 2, end) : std::string_view(first));
    qsizetype position = 0;
    for (int i = 1; i < fault.line && position >= 0; ++i)
        position = expression.indexOf(u'\n', position) + 1;
    for (int i = 1; i < fault.column && position < expression.size(); ++i)
        position += expression.at(position).isHighSurrogate() ? 2 : 1;
    fault.position = std::min(position, expression.size());
    return fault;
}

bool isIdentifier(std::string_view name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    if (name.empty() || !letter(name.front())) return false;
    for (const char c : name)
        if (!letter(c) && (c < '0' || c > '9')) return false;
    return true;
}

void addFields(const schema::Field& field, const QString& prefix, bool asFilter, QStringList& out) {
    for (const auto& [name, child] : field.children) {
        if (out.size() >= kMaxWords) return;
        QString path;
        if (name == "[]")
            path = prefix + QStringLiteral("[0]");
        else if (isIdentifier(name))
            path = prefix.isEmpty() ? fromUtf8(name) : prefix + u'.' + fromUtf8(name);
        else if (asFilter)
            path = prefix + QStringLiteral("[\"%1\"]").arg(oneLine(name, 100));
        else
            continue; // a column of it needs a JSON pointer
        out += path;
        addFields(child, path, asFilter, out);
    }
}

} // namespace

FilterCheck checkFilter(const QString& expression) {
    if (expression.trimmed().isEmpty()) return {};
    const QByteArray text = expression.toUtf8();
    if (text.size() > kMaxFilterBytes)
        return {FilterFault{1, 1, QStringLiteral("the filter is too long"), 0}, 0};
    const auto program = cel::compileEventFilter({text.constData(), static_cast<std::size_t>(text.size())});
    if (program) return {std::nullopt, (*program)->cost()};
    return {faultOf(expression, program.error().detail), 0};
}

QStringList filterWords(const schema::Inference& payload) {
    QStringList words;
    // An event's fields are absent while browsing: only what a record has is offered.
    for (const char* name : {"topic", "partition", "offset", "key", "headers", "arrival", "raw", "payload"})
        words += QString::fromLatin1(name);
    for (const char* name :
         {"has(", "size(", "startsWith(", "endsWith(", "contains(", "matches(", "int(", "double(", "string(",
          "timestamp(", "duration(", "exists(", "all(", "filter(", "true", "false", "null", "in"})
        words += QString::fromLatin1(name);
    addFields(payload.root(), QStringLiteral("payload"), true, words);
    words.sort();
    return words;
}

QStringList fieldPaths(const schema::Inference& payload) {
    QStringList paths;
    addFields(payload.root(), {}, false, paths);
    paths.sort();
    return paths;
}

} // namespace eventflow::viewmodels
