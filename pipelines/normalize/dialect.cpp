#include "pipelines/normalize/dialect.h"

namespace eventflow::normalize {

namespace {

// A copy of the constants: their masks lie side by side, and no order of initialisation matters.
const std::array<Dialect, 3>& table() {
    static const std::array<Dialect, 3> dialects{kEnvelopeDialect, kPaymentDialect, kAgentDialect};
    return dialects;
}

bool hasMarkers(const Dialect& dialect, KeySet present) {
    for (const KeySet anyOf : dialect.markers)
        if (anyOf != 0 && (present & anyOf) == 0) return false;
    return true;
}

std::string keyList(KeySet keys) {
    std::string out;
    for (std::size_t key = 0; key < kKeyNames.size(); ++key) {
        if ((keys >> key & 1) == 0) continue;
        if (!out.empty()) out += " or ";
        out += '"';
        out += kKeyNames[key];
        out += '"';
    }
    return out;
}

std::string explain(const Dialect& dialect, const FieldIndex& fields) {
    std::string missing;
    for (const KeySet anyOf : dialect.markers) {
        if (anyOf == 0 || (fields.present() & anyOf) != 0) continue;
        missing += missing.empty() ? "no " : ", no ";
        missing += keyList(anyOf);
    }
    if (missing.empty() && dialect.confirms != nullptr) dialect.confirms(fields, missing);
    return std::string(dialect.name) + " (" + missing + ")";
}

} // namespace

std::span<const Dialect> dialects() {
    return table();
}

const Dialect* recognise(const FieldIndex& fields) {
    for (const Dialect& dialect : table()) {
        if (!hasMarkers(dialect, fields.present())) continue;
        if (dialect.confirms == nullptr) return &dialect;
        std::string why;
        if (dialect.confirms(fields, why)) return &dialect;
    }
    return nullptr;
}

std::string explainUnknown(const FieldIndex& fields) {
    std::string out = "no known format; looked for ";
    for (const Dialect& dialect : table()) {
        if (&dialect != table().data()) out += "; ";
        out += explain(dialect, fields);
    }
    return out;
}

} // namespace eventflow::normalize
