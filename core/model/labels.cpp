#include "core/model/labels.h"

#include "core/base/hash.h"

#include <algorithm>

namespace eventflow {

namespace {

bool isNameStart(char c, bool colon) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (colon && c == ':');
}

bool isName(std::string_view name, bool colon) {
    if (name.empty() || !isNameStart(name.front(), colon)) return false;
    return std::ranges::all_of(name,
                               [&](char c) { return isNameStart(c, colon) || (c >= '0' && c <= '9'); });
}

} // namespace

Labels::Labels(std::vector<Label> labels) : m_labels(std::move(labels)) {
    std::ranges::stable_sort(m_labels, {}, &Label::name);
    // Of equal names the last one stays: walk backwards and keep the first seen.
    auto keep = m_labels.end();
    for (auto it = m_labels.end(); it != m_labels.begin();) {
        --it;
        if (keep != m_labels.end() && keep->name == it->name) continue;
        --keep;
        if (keep != it) *keep = std::move(*it);
    }
    m_labels.erase(m_labels.begin(), keep);
    std::erase_if(m_labels, [](const Label& l) { return l.value.empty(); });
}

std::string_view Labels::get(std::string_view name) const {
    // Label sets are short: a linear scan beats a binary search.
    for (const Label& label : m_labels)
        if (label.name == name) return label.value;
    return {};
}

bool Labels::has(std::string_view name) const {
    return !get(name).empty();
}

void Labels::set(std::string_view name, std::string_view value) {
    const auto it = std::ranges::lower_bound(m_labels, name, {}, &Label::name);
    const bool found = it != m_labels.end() && it->name == name;
    if (value.empty()) {
        if (found) m_labels.erase(it);
    } else if (found) {
        it->value = value;
    } else {
        m_labels.insert(it, Label{std::string(name), std::string(value)});
    }
}

std::uint64_t Labels::hash() const {
    std::uint64_t h = m_labels.size();
    for (const Label& label : m_labels) h = hash64(label.value, hash64(label.name, h));
    return h;
}

std::string Labels::toString() const {
    std::string out;
    std::string inside;
    for (const Label& label : m_labels) {
        const bool isMetric = label.name == kMetricNameLabel;
        if (isMetric && isClassicMetricName(label.value)) {
            out = label.value;
            continue;
        }
        if (!inside.empty()) inside += ", ";
        if (isMetric) {
            inside += quoted(label.value);
            continue;
        }
        inside += isClassicLabelName(label.name) ? label.name : quoted(label.name);
        inside += '=';
        inside += quoted(label.value);
    }
    if (!inside.empty() || out.empty()) out += '{' + inside + '}';
    return out;
}

bool isClassicLabelName(std::string_view name) {
    return isName(name, false);
}

bool isClassicMetricName(std::string_view name) {
    return isName(name, true);
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') out += "\\n";
        else if (c == '\t') out += "\\t";
        else if (c == '\r') out += "\\r";
        else out += c;
    }
    out += '"';
    return out;
}

} // namespace eventflow
