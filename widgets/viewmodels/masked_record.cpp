#include "widgets/viewmodels/masked_record.h"

#include <utility>

namespace eventflow::viewmodels {

namespace {

std::string maskedValue(const std::string& value, const ReadPayload& payload, const MaskingRules& masking) {
    if (!payload.json.empty()) return masking.maskJson(payload.json);
    return payload.understood() ? masking.maskText(value) : std::string(MaskingRules::kMask);
}

} // namespace

bool maskRecord(admin::OwnedRecord& record, const ReadPayload& payload, const MaskingRules& masking) {
    if (masking.empty()) return false;
    bool changed = false;
    const auto replace = [&](std::optional<std::string>& text, std::string masked) {
        changed |= masked != *text;
        text = std::move(masked);
    };
    if (record.key) replace(record.key, masking.maskText(*record.key));
    for (auto& [name, value] : record.headers)
        if (value)
            replace(value,
                    masking.hidesName(name) ? std::string(MaskingRules::kMask) : masking.maskText(*value));
    if (record.value && !record.value->empty())
        replace(record.value, maskedValue(*record.value, payload, masking));
    return changed;
}

} // namespace eventflow::viewmodels
