#include "app/cli/profile_text.h"

#include "app/cli/console_text.h"
#include "app/cli/table.h"
#include "core/base/json_writer.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace eventflow::app {

namespace {

using profile::TopicProfile;
using schema::Field;

constexpr std::size_t kNameColumn = 64;

double meanBytes(const TopicProfile& profile) {
    return profile.records() == 0
               ? 0
               : static_cast<double>(profile.bytes()) / static_cast<double>(profile.records());
}

std::uint64_t outOfOrder(const TopicProfile& profile) {
    std::uint64_t count = 0;
    for (const auto& [id, partition] : profile.partitions())
        count += partition.outOfOrder;
    return count;
}

std::vector<std::pair<std::string, std::uint64_t>> headersByCount(const TopicProfile& profile) {
    std::vector<std::pair<std::string, std::uint64_t>> headers(profile.headers().begin(),
                                                               profile.headers().end());
    std::ranges::stable_sort(headers, std::ranges::greater(), &std::pair<std::string, std::uint64_t>::second);
    return headers;
}

/// A field with its path from the value, and how often its parent was there.
struct FieldRow {
    std::string path;
    const Field* field = nullptr;
    std::uint64_t of = 0;
};

void addFields(std::vector<FieldRow>& rows, const Field& parent, const std::string& path) {
    const auto objects = parent.types[static_cast<int>(schema::ValueType::Object)];
    for (const auto& [name, field] : parent.children) {
        const bool isElement = name == "[]";
        std::string at = isElement ? path + name : (path.empty() ? "" : path + '.') + name;
        // Of an element nobody says how many there might have been.
        rows.push_back({at, &field, isElement ? field.present : objects});
        addFields(rows, field, at);
    }
}

std::vector<FieldRow> fieldsOf(const TopicProfile& profile) {
    std::vector<FieldRow> rows;
    addFields(rows, profile.fields().root(), {});
    return rows;
}

std::string typesText(const Field& field) {
    std::string text;
    for (int type = 0; type < schema::kValueTypeCount; ++type)
        if (field.types[type] > 0)
            text += (text.empty() ? "" : " | ") + std::string(toString(static_cast<schema::ValueType>(type)));
    return text;
}

std::string examplesText(const Field& field) {
    std::string text;
    for (const std::string& example : field.examples)
        text += (text.empty() ? "" : ", ") + oneLine(example, 24);
    return text;
}

/// The table with a line for what is not in it.
void append(std::string& out, const Table& table, std::size_t all, std::size_t shown, const char* what) {
    if (all == 0) return;
    out += '\n' + table.text() + '\n';
    if (all > shown) out += "… and " + std::to_string(all - shown) + " more " + what + '\n';
}

void appendSizes(std::string& out, const TopicProfile& profile) {
    Table table({"SIZE", "MEDIAN", "95 %", "99 %", "LARGEST"});
    for (const auto& [name, sketch] :
         {std::pair("value", &profile.valueSizes()), std::pair("key", &profile.keySizes())})
        if (sketch->count() > 0)
            table.add({name, bytesText(sketch->quantile(0.5)), bytesText(sketch->quantile(0.95)),
                       bytesText(sketch->quantile(0.99)), bytesText(static_cast<double>(sketch->largest()))});
    out += '\n' + table.text() + '\n';
}

void appendPartitions(std::string& out, const TopicProfile& profile, std::size_t most) {
    Table table({"PARTITION", "RECORDS", "BYTES", "FIRST", "LAST", "OUT OF ORDER"});
    std::size_t count = 0;
    for (const auto& [id, partition] : profile.partitions()) {
        if (count++ == most) break;
        table.add({std::to_string(id), shareText(partition.records, profile.records()),
                   bytesText(static_cast<double>(partition.bytes)), std::to_string(partition.firstOffset),
                   std::to_string(partition.lastOffset),
                   partition.outOfOrder == 0 ? "-"
                                             : std::to_string(partition.outOfOrder) + ", by up to " +
                                                   formatDuration(partition.disorder)});
    }
    append(out, table, profile.partitions().size(), most, "partitions");
}

void appendKeys(std::string& out, const TopicProfile& profile, std::size_t most) {
    const auto keys = profile.topKeys().top(most);
    Table table({"KEY", "RECORDS", ""});
    for (const auto& entry : keys)
        table.add({oneLine(entry.key, kNameColumn), shareText(entry.count, profile.records()),
                   entry.error == 0 ? "" : "at most " + std::to_string(entry.error) + " too many"});
    append(out, table, keys.size(), keys.size(), "keys");
}

void appendHeaders(std::string& out, const TopicProfile& profile, std::size_t most) {
    const auto headers = headersByCount(profile);
    Table table({"HEADER", "RECORDS"});
    for (std::size_t i = 0; i < std::min(most, headers.size()); ++i)
        table.add({oneLine(headers[i].first, kNameColumn), shareText(headers[i].second, profile.records())});
    if (profile.otherHeaders() > 0) table.add({"(others)", std::to_string(profile.otherHeaders())});
    append(out, table, headers.size(), most, "headers");
}

void appendFields(std::string& out, const TopicProfile& profile, std::size_t most) {
    const auto fields = fieldsOf(profile);
    Table table({"FIELD", "TYPE", "PRESENT", "EXAMPLES"});
    for (std::size_t i = 0; i < std::min(most, fields.size()); ++i) {
        const FieldRow& row = fields[i];
        table.add({oneLine(row.path, kNameColumn), typesText(*row.field),
                   shareText(row.field->present, row.of), examplesText(*row.field)});
    }
    append(out, table, fields.size(), most, "fields");
    if (!profile.fields().empty())
        out += "Fields were looked for in " + std::to_string(profile.fields().observed()) + " values" +
               (profile.fields().unparsed() > 0
                    ? ", " + std::to_string(profile.fields().unparsed()) + " more are not JSON"
                    : "") +
               ".\n";
}

void writeSizes(JsonWriter& json, const char* name, const profile::QuantileSketch& sketch) {
    json.key(name).beginObject().key("count").number(sketch.count());
    json.key("smallest").number(sketch.smallest()).key("p50").number(sketch.quantile(0.5));
    json.key("p95").number(sketch.quantile(0.95)).key("p99").number(sketch.quantile(0.99));
    json.key("largest").number(sketch.largest()).endObject();
}

void writePartitions(JsonWriter& json, const TopicProfile& profile) {
    json.key("partitions").beginArray();
    for (const auto& [id, partition] : profile.partitions()) {
        json.beginObject().key("partition").number(id).key("records").number(partition.records);
        json.key("bytes").number(partition.bytes).key("first_offset").number(partition.firstOffset);
        json.key("last_offset").number(partition.lastOffset);
        json.key("out_of_order").number(partition.outOfOrder);
        json.key("disorder_ms").number(std::chrono::duration<double, std::milli>(partition.disorder).count());
        json.endObject();
    }
    json.endArray();
}

void writeFields(JsonWriter& json, const TopicProfile& profile) {
    json.key("fields").beginArray();
    for (const FieldRow& row : fieldsOf(profile)) {
        json.beginObject().key("path").string(row.path).key("present").number(row.field->present);
        json.key("of").number(row.of).key("types").beginObject();
        for (int type = 0; type < schema::kValueTypeCount; ++type)
            if (row.field->types[type] > 0)
                json.key(toString(static_cast<schema::ValueType>(type))).number(row.field->types[type]);
        json.endObject().key("examples").beginArray();
        for (const std::string& example : row.field->examples)
            json.string(toValidUtf8(example));
        json.endArray().endObject();
    }
    json.endArray().key("fields_observed").number(profile.fields().observed());
    json.key("fields_not_json").number(profile.fields().unparsed());
    json.key("fields_left_out").number(profile.fields().overflow());
}

} // namespace

std::string profileText(const std::string& topic, const TopicProfile& profile, const ProfileShown& shown) {
    std::string out = topic + ": " + std::to_string(profile.records()) + " records, " +
                      bytesText(static_cast<double>(profile.bytes())) + '\n';
    if (profile.records() == 0) return out;
    if (profile.newest() != kNoTime)
        out += "time           " + formatIso8601(profile.oldest()) + " to " +
               formatIso8601(profile.newest()) + "\nrate           " + countText(profile.rate()) +
               " records/s, " + bytesText(profile.rate() * meanBytes(profile)) +
               "/s, by the records' own time\n";
    out += "offset span    " + std::to_string(profile.offsetSpan()) + '\n';
    out += "skew           the fullest partition has " + countText(profile.skew() * 100) + " % of the mean\n";
    out += "distinct keys  about " + countText(profile.distinctKeys()) + '\n';
    out += "without key    " + shareText(profile.nullKeys(), profile.records()) + '\n';
    out += "tombstones     " + shareText(profile.tombstones(), profile.records()) + '\n';
    out += "out of order   " + shareText(outOfOrder(profile), profile.records()) + '\n';
    appendSizes(out, profile);
    appendPartitions(out, profile, shown.partitions);
    appendKeys(out, profile, shown.keys);
    appendHeaders(out, profile, shown.headers);
    appendFields(out, profile, shown.fields);
    return out;
}

std::string profileJson(const std::string& topic, const TopicProfile& profile, const ProfileShown& shown) {
    JsonWriter json;
    json.beginObject().key("topic").string(topic).key("records").number(profile.records());
    json.key("bytes").number(profile.bytes()).key("offset_span").number(profile.offsetSpan());
    if (profile.newest() != kNoTime)
        json.key("oldest")
            .string(formatIso8601(profile.oldest()))
            .key("newest")
            .string(formatIso8601(profile.newest()));
    json.key("records_per_second").number(profile.rate());
    json.key("bytes_per_second").number(profile.rate() * meanBytes(profile));
    json.key("skew").number(profile.skew()).key("distinct_keys").number(profile.distinctKeys());
    json.key("null_keys").number(profile.nullKeys()).key("tombstones").number(profile.tombstones());
    json.key("out_of_order").number(outOfOrder(profile));
    writeSizes(json, "value_bytes", profile.valueSizes());
    writeSizes(json, "key_bytes", profile.keySizes());
    writePartitions(json, profile);
    json.key("top_keys").beginArray();
    for (const auto& entry : profile.topKeys().top(shown.keys)) {
        json.beginObject().key("key").string(toValidUtf8(entry.key)).key("count").number(entry.count);
        json.key("error").number(entry.error).endObject();
    }
    json.endArray().key("headers").beginObject();
    for (const auto& [name, count] : headersByCount(profile))
        json.key(toValidUtf8(name)).number(count);
    json.endObject().key("other_headers").number(profile.otherHeaders());
    writeFields(json, profile);
    json.endObject();
    return std::move(json).take();
}

} // namespace eventflow::app
