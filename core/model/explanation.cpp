#include "core/model/explanation.h"

#include "core/base/json_writer.h"
#include "core/model/labels_json.h"
#include "core/model/labels_reader.h"

#include <simdjson.h>

#include <limits>

namespace eventflow {

namespace {

using simdjson::dom::element;

void write(JsonWriter& json, std::string_view key, const std::optional<double>& value) {
    if (value) json.key(key).number(*value);
}

void write(JsonWriter& json, std::string_view key, const ContributingSample& sample) {
    json.key(key).beginObject();
    json.key("ts").number(toNs(sample.ts)).key("value").number(sample.value);
    if (sample.record) {
        json.key("record").beginObject();
        json.key("topic").string(sample.record->topic);
        json.key("partition").number(static_cast<std::int64_t>(sample.record->partition));
        json.key("offset").number(sample.record->offset).endObject();
    }
    json.endObject();
}

void write(JsonWriter& json, const ExplainedTerm& term) {
    json.beginObject().key("expression").string(term.expression);
    json.key("depth").number(std::uint64_t{term.depth}).key("elements").number(term.elements);
    write(json, "value", term.value);
    if (!term.comparison.empty()) json.key("comparison").string(term.comparison);
    write(json, "left", term.left);
    write(json, "right", term.right);
    if (term.verdict) json.key("verdict").boolean(*term.verdict);
    json.endObject();
}

void write(JsonWriter& json, const ExplainedWindow& window) {
    json.beginObject().key("selector").string(window.selector);
    json.key("after").number(toNs(window.after)).key("until").number(toNs(window.until));
    json.key("series").number(window.series).key("samples").number(window.samples);
    if (window.samples > 0) {
        json.key("min").number(window.min).key("max").number(window.max);
        write(json, "first", window.first);
        write(json, "last", window.last);
    }
    json.endObject();
}

/// Reads what is written above; the first thing that is not as expected ends in `ok() == false`.
class Reader {
public:
    [[nodiscard]] bool ok() const { return m_ok; }

    std::string text(const element& object, const char* key) {
        return std::string(required<std::string_view>(object, key));
    }
    std::int64_t integer(const element& object, const char* key) {
        return required<std::int64_t>(object, key);
    }
    std::uint64_t count(const element& object, const char* key) {
        return required<std::uint64_t>(object, key);
    }
    Timestamp time(const element& object, const char* key) { return timestampFromNs(integer(object, key)); }

    std::optional<double> number(const element& object, const char* key) {
        element value;
        if (object[key].get(value) != simdjson::SUCCESS) return std::nullopt;
        double number = 0;
        if (value.get(number) == simdjson::SUCCESS) return number;
        std::string_view name;
        if (value.get(name) == simdjson::SUCCESS) {
            if (name == "NaN") return std::numeric_limits<double>::quiet_NaN();
            if (name == "+Inf") return std::numeric_limits<double>::infinity();
            if (name == "-Inf") return -std::numeric_limits<double>::infinity();
        }
        m_ok = false;
        return std::nullopt;
    }
    double requiredNumber(const element& object, const char* key) {
        const auto value = number(object, key);
        m_ok = m_ok && value.has_value();
        return value.value_or(0);
    }

    template <typename Each>
    void each(const element& object, const char* key, const Each& visit) {
        simdjson::dom::array items;
        if (object[key].get(items) != simdjson::SUCCESS) {
            m_ok = false;
            return;
        }
        for (const element item : items)
            visit(item);
    }

    Labels labels(const element& parent, const char* key) {
        simdjson::dom::object object;
        if (parent[key].get(object) == simdjson::SUCCESS)
            if (auto labels = readLabels(object)) return std::move(*labels);
        m_ok = false;
        return {};
    }

    ContributingSample sample(const element& parent, const char* key) {
        ContributingSample sample;
        element object;
        if (parent[key].get(object) != simdjson::SUCCESS) {
            m_ok = false;
            return sample;
        }
        sample.ts = time(object, "ts");
        sample.value = requiredNumber(object, "value");
        element record;
        if (object["record"].get(record) != simdjson::SUCCESS) return sample;
        const std::int64_t partition = integer(record, "partition");
        m_ok = m_ok && partition >= 0 && partition <= std::numeric_limits<std::int32_t>::max();
        sample.record = RecordPosition{text(record, "topic"), static_cast<std::int32_t>(partition),
                                       integer(record, "offset")};
        return sample;
    }

    ExplainedTerm term(const element& object) {
        ExplainedTerm term;
        term.expression = text(object, "expression");
        const std::uint64_t depth = count(object, "depth");
        m_ok = m_ok && depth <= std::numeric_limits<std::uint32_t>::max();
        term.depth = static_cast<std::uint32_t>(depth);
        term.elements = count(object, "elements");
        term.value = number(object, "value");
        std::string_view comparison;
        if (object["comparison"].get(comparison) == simdjson::SUCCESS) term.comparison = comparison;
        term.left = number(object, "left");
        term.right = number(object, "right");
        bool verdict = false;
        if (object["verdict"].get(verdict) == simdjson::SUCCESS) term.verdict = verdict;
        return term;
    }

    ExplainedWindow window(const element& object) {
        ExplainedWindow window;
        window.selector = text(object, "selector");
        window.after = time(object, "after");
        window.until = time(object, "until");
        window.series = count(object, "series");
        window.samples = count(object, "samples");
        if (window.samples == 0) return window;
        window.min = requiredNumber(object, "min");
        window.max = requiredNumber(object, "max");
        window.first = sample(object, "first");
        window.last = sample(object, "last");
        return window;
    }

    ExplainedPart part(const element& object) {
        ExplainedPart part;
        part.name = text(object, "name");
        part.error = text(object, "error");
        each(object, "terms", [&](const element& item) { part.terms.push_back(term(item)); });
        each(object, "windows", [&](const element& item) { part.windows.push_back(window(item)); });
        part.truncated = required<bool>(object, "truncated");
        return part;
    }

private:
    template <typename T>
    T required(const element& object, const char* key) {
        T value{};
        if (object[key].get(value) != simdjson::SUCCESS) m_ok = false;
        return value;
    }

    bool m_ok = true;
};

} // namespace

std::string toJson(const Explanation& explanation) {
    JsonWriter json;
    json.beginObject().key("rule_hash").string(explanation.ruleHash);
    writeLabels(json.key("key"), explanation.key);
    json.key("parts").beginArray();
    for (const ExplainedPart& part : explanation.parts) {
        json.beginObject().key("name").string(part.name).key("error").string(part.error);
        json.key("terms").beginArray();
        for (const ExplainedTerm& term : part.terms)
            write(json, term);
        json.endArray().key("windows").beginArray();
        for (const ExplainedWindow& window : part.windows)
            write(json, window);
        json.endArray().key("truncated").boolean(part.truncated).endObject();
    }
    json.endArray().endObject();
    return std::move(json).take();
}

Result<Explanation> explanationFromJson(std::string_view text) {
    const Error wrong{ErrorCode::ParseError, "not an explanation of an alert"};
    simdjson::dom::parser parser;
    element root;
    const simdjson::padded_string padded(text);
    if (parser.parse(padded).get(root) != simdjson::SUCCESS) return wrong;
    Reader reader;
    Explanation explanation;
    explanation.ruleHash = reader.text(root, "rule_hash");
    explanation.key = reader.labels(root, "key");
    if (!reader.ok()) return wrong;
    reader.each(root, "parts", [&](const element& item) { explanation.parts.push_back(reader.part(item)); });
    if (!reader.ok()) return wrong;
    return explanation;
}

} // namespace eventflow
