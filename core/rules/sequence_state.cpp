#include "core/base/json_writer.h"
#include "core/model/labels_json.h"
#include "core/model/labels_reader.h"
#include "core/rules/sequence_tracker.h"

#include <simdjson.h>

#include <limits>

namespace eventflow::rules {

namespace {

using simdjson::dom::element;

constexpr std::int64_t kVersion = 1;
constexpr std::size_t kMaxBytes = 256 * 1024 * 1024;

void write(JsonWriter& json, const char* name, const EventPosition& position) {
    json.key(name).beginArray().number(toNs(position.ts)).string(position.topic);
    json.number(std::int64_t{position.partition}).number(position.offset).endArray();
}

void write(JsonWriter& json, const SequenceMemory& memory) {
    json.key("definition").string(memory.definition).key("pending").beginArray();
    for (const auto& [position, event] : memory.pending) {
        json.beginObject();
        writeLabels(json.key("key"), event.key);
        write(json, "at", position);
        json.key("steps").number(std::uint64_t{event.steps}).key("until").boolean(event.until).endObject();
    }
    json.endArray().key("open").beginArray();
    for (const auto& [key, partials] : memory.open)
        for (const PartialSequence& partial : partials) {
            json.beginObject();
            writeLabels(json.key("key"), key);
            write(json, "first", partial.first);
            write(json, "last", partial.last);
            json.key("step").number(std::uint64_t{partial.step});
            json.key("count").number(std::uint64_t{partial.count}).endObject();
        }
    json.endArray().key("matches").beginArray();
    for (const auto& [key, match] : memory.matches) {
        json.beginObject();
        writeLabels(json.key("key"), key);
        write(json, "first", match.first);
        write(json, "last", match.last);
        json.key("count").number(match.count).endObject();
    }
    json.endArray();
}

/// Reads what is written above; whatever is not as expected ends in `ok() == false`.
class Reader {
public:
    [[nodiscard]] bool ok() const { return m_ok; }

    std::string text(const element& object, const char* key) {
        return std::string(required<std::string_view>(object, key));
    }

    SequenceMemory memory(const element& object) {
        SequenceMemory memory;
        memory.definition = text(object, "definition");
        each(object, "pending", [&](const element& item) {
            memory.pending.emplace(position(item, "at"), SequenceEvent{key(item), number(item, "steps"),
                                                                       required<bool>(item, "until")});
        });
        each(object, "open", [&](const element& item) {
            memory.open[key(item)].push_back({position(item, "first"), position(item, "last"),
                                              number(item, "step"), number(item, "count")});
        });
        each(object, "matches", [&](const element& item) {
            memory.matches[key(item)] = {required<std::uint64_t>(item, "count"), position(item, "first"),
                                         position(item, "last")};
        });
        return memory;
    }

    template <typename Each>
    void each(const element& object, const char* name, const Each& visit) {
        simdjson::dom::array items;
        if (object[name].get(items) != simdjson::SUCCESS) {
            m_ok = false;
            return;
        }
        for (const element item : items)
            visit(item);
    }

private:
    template <typename T>
    T required(const element& object, const char* name) {
        T value{};
        if (object[name].get(value) != simdjson::SUCCESS) m_ok = false;
        return value;
    }

    std::uint32_t number(const element& object, const char* name) {
        const auto value = required<std::uint64_t>(object, name);
        if (value > std::numeric_limits<std::uint32_t>::max()) m_ok = false;
        return static_cast<std::uint32_t>(value);
    }

    Labels key(const element& parent) {
        simdjson::dom::object object;
        if (parent["key"].get(object) == simdjson::SUCCESS)
            if (auto labels = readLabels(object)) return std::move(*labels);
        m_ok = false;
        return {};
    }

    EventPosition position(const element& parent, const char* name) {
        EventPosition position;
        simdjson::dom::array items;
        std::int64_t ns = 0;
        std::int64_t partition = 0;
        std::string_view topic;
        m_ok = m_ok && parent[name].get(items) == simdjson::SUCCESS && items.size() == 4 &&
               items.at(0).get(ns) == simdjson::SUCCESS && items.at(1).get(topic) == simdjson::SUCCESS &&
               items.at(2).get(partition) == simdjson::SUCCESS &&
               items.at(3).get(position.offset) == simdjson::SUCCESS;
        // Half of what a Timestamp holds: differences cannot overflow.
        constexpr std::int64_t kFurthest = std::numeric_limits<std::int64_t>::max() / 2;
        m_ok = m_ok && ns <= kFurthest && ns >= -kFurthest && partition >= 0 &&
               partition <= std::numeric_limits<std::int32_t>::max();
        position.ts = timestampFromNs(ns);
        position.topic = topic;
        position.partition = static_cast<std::int32_t>(partition);
        return position;
    }

    bool m_ok = true;
};

} // namespace

std::string toJson(const std::map<std::string, const SequenceMemory*>& memories) {
    JsonWriter json;
    json.beginObject().key("version").number(kVersion).key("sequences").beginArray();
    for (const auto& [id, memory] : memories) {
        json.beginObject().key("id").string(id);
        write(json, *memory);
        json.endObject();
    }
    json.endArray().endObject();
    return std::move(json).take();
}

Result<std::map<std::string, SequenceMemory>> sequencesFromJson(std::string_view text) {
    const Error wrong{ErrorCode::ParseError, "not a saved state of sequences"};
    if (text.size() > kMaxBytes) return wrong;
    simdjson::dom::parser parser(kMaxBytes);
    const simdjson::padded_string padded(text);
    element root;
    std::int64_t version = 0;
    if (parser.parse(padded).get(root) != simdjson::SUCCESS ||
        root["version"].get(version) != simdjson::SUCCESS || version != kVersion)
        return wrong;
    std::map<std::string, SequenceMemory> memories;
    Reader reader;
    reader.each(root, "sequences", [&](const element& item) {
        memories.insert_or_assign(reader.text(item, "id"), reader.memory(item));
    });
    if (!reader.ok()) return wrong;
    for (const auto& [id, memory] : memories)
        if (memory.pending.size() > SequenceTracker::kMaxPending) return wrong;
    return memories;
}

} // namespace eventflow::rules
