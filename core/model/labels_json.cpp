#include "core/model/labels_json.h"

#include "core/model/labels_reader.h"

namespace eventflow {

void writeLabels(JsonWriter& json, const Labels& labels) {
    json.beginObject();
    for (const Label& label : labels)
        json.key(label.name).string(label.value);
    json.endObject();
}

std::optional<Labels> readLabels(const simdjson::dom::object& object, std::string_view* wrong) {
    std::vector<Label> labels;
    for (const auto field : object) {
        std::string_view value;
        if (field.value.get(value) != simdjson::SUCCESS) {
            if (wrong != nullptr) *wrong = field.key;
            return std::nullopt;
        }
        labels.push_back({std::string(field.key), std::string(value)});
    }
    return Labels(std::move(labels));
}

} // namespace eventflow
