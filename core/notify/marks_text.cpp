#include "core/base/json_writer.h"
#include "core/notify/config_reader.h"
#include "core/notify/marks.h"

#include <algorithm>
#include <array>
#include <set>

namespace eventflow::notify {

namespace {

using config::YamlNode;

constexpr std::array<std::string_view, 2> kKeys{"silences", "acknowledgements"};
constexpr std::array<std::string_view, 6> kAcknowledgementKeys{"alert",  "firedAt",   "startsAt",
                                                               "endsAt", "createdBy", "comment"};

constexpr const char* kHeader =
    "# Silences and acknowledged alerts: made by `eventflow alerts`, read again when "
    "this file changes.\n";

void writeTime(JsonWriter& json, const char* key, Timestamp t) {
    if (t != kNoTime && t != Timestamp::max()) json.key(key).string(formatIso8601(t));
}

void writeText(JsonWriter& json, const char* key, const std::string& text) {
    if (!text.empty()) json.key(key).string(text);
}

std::string lineOf(const Silence& silence) {
    JsonWriter json;
    json.beginObject().key("id").string(silence.id).key("matchers").beginArray();
    for (const LabelMatcher& matcher : silence.matchers)
        json.string(matcher.toString());
    json.endArray();
    writeTime(json, "startsAt", silence.startsAt);
    writeTime(json, "endsAt", silence.endsAt);
    writeText(json, "createdBy", silence.createdBy);
    writeText(json, "comment", silence.comment);
    json.endObject();
    return json.text();
}

std::string lineOf(const Acknowledgement& one) {
    JsonWriter json;
    json.beginObject().key("alert").string(one.alert);
    writeTime(json, "firedAt", one.firedAt);
    writeTime(json, "startsAt", one.startsAt);
    writeTime(json, "endsAt", one.endsAt);
    writeText(json, "createdBy", one.createdBy);
    writeText(json, "comment", one.comment);
    json.endObject();
    return json.text();
}

template <typename Mark>
void write(std::string& out, const char* key, const std::vector<Mark>& marks) {
    if (marks.empty()) return;
    out += std::string(key) + ":\n";
    for (const Mark& mark : marks)
        out += "- " + lineOf(mark) + '\n';
}

class MarksReader {
public:
    explicit MarksReader(config::YamlReader& yaml) : m_yaml(yaml) {}

    Marks read(const YamlNode& root) {
        Marks marks;
        if (root.kind == YamlNode::Kind::Null || !m_yaml.isMapping(root, "the file")) return marks;
        m_yaml.checkKeys(root, kKeys, "the file");
        Config config;
        ConfigReader(m_yaml, config).readSilences(root);
        marks.silences = std::move(config.silences);
        checkSilences(root, marks.silences);
        const YamlNode* list = root.find("acknowledgements");
        if (list == nullptr || list->kind == YamlNode::Kind::Null ||
            !m_yaml.isList(*list, "acknowledgements"))
            return marks;
        if (list->items.size() > Marks::kMaxAcknowledgements)
            m_yaml.fail(*list, "more than " + std::to_string(Marks::kMaxAcknowledgements) +
                                   " acknowledgements; remove the oldest");
        for (const auto& item : list->items)
            readAcknowledgement(*item, marks);
        return marks;
    }

private:
    void checkSilences(const YamlNode& root, const std::vector<Silence>& silences) {
        if (silences.size() > Marks::kMaxSilences)
            m_yaml.fail(*root.find("silences"), "more than " + std::to_string(Marks::kMaxSilences) +
                                                    " silences; remove those that have ended");
        std::set<std::string_view> ids;
        for (const Silence& silence : silences)
            if (!ids.insert(silence.id).second)
                m_yaml.fail(*root.find("silences"),
                            "two silences have the id " + silence.id + "; rename one");
    }

    void readAcknowledgement(const YamlNode& node, Marks& marks) {
        if (!m_yaml.isMapping(node, "an acknowledgement")) return;
        m_yaml.checkKeys(node, kAcknowledgementKeys, "an acknowledgement");
        Acknowledgement one;
        if (const YamlNode* alert = node.find("alert"))
            one.alert = m_yaml.name(*alert, "alert").value_or("");
        else
            m_yaml.fail(node,
                        "an acknowledgement needs \"alert\": the ID that `eventflow alerts list` prints");
        one.firedAt = time(node, "firedAt", std::nullopt);
        one.startsAt = time(node, "startsAt", one.firedAt);
        one.endsAt = time(node, "endsAt", Timestamp::max());
        if (const YamlNode* by = node.find("createdBy"))
            one.createdBy = m_yaml.text(*by, "createdBy").value_or("");
        if (const YamlNode* why = node.find("comment"))
            one.comment = m_yaml.text(*why, "comment").value_or("");
        marks.acknowledgements.push_back(std::move(one));
    }

    Timestamp time(const YamlNode& parent, std::string_view key, std::optional<Timestamp> fallback) {
        const YamlNode* node = parent.find(key);
        if (node == nullptr) {
            if (!fallback) m_yaml.fail(parent, "an acknowledgement needs \"" + std::string(key) + '"');
            return fallback.value_or(kNoTime);
        }
        const auto parsed = parseIso8601(m_yaml.text(*node, key).value_or(""));
        if (!parsed) m_yaml.fail(*node, std::string(key) + " is not a time such as 2026-01-31T12:00:00Z");
        return parsed.value_or(kNoTime);
    }

    config::YamlReader& m_yaml;
};

} // namespace

std::string toYaml(const Marks& marks) {
    std::string out = kHeader;
    write(out, "silences", marks.silences);
    write(out, "acknowledgements", marks.acknowledgements);
    return out;
}

Result<Marks> marksFromYaml(std::string_view text, const std::string& file) {
    const auto failed = [&](const config::YamlProblem& problem) {
        return Error{ErrorCode::ParseError, file + ':' + std::to_string(problem.position.line) + ':' +
                                                std::to_string(problem.position.column) + ": " +
                                                problem.message};
    };
    config::YamlLimits limits;
    limits.maxBytes = Marks::kMaxBytes;
    config::YamlProblem problem;
    const auto document = config::YamlDocument::parse(text, limits, problem);
    if (!document) return failed(problem);
    config::YamlReader yaml(*document);
    Marks marks = MarksReader(yaml).read(document->root());
    if (!yaml.problems().empty())
        return failed(*std::ranges::min_element(yaml.problems(), {}, &config::YamlProblem::position));
    return marks;
}

} // namespace eventflow::notify
