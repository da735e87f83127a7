#include "core/notify/inhibitor.h"

#include <algorithm>

namespace eventflow::notify {

const char* toString(Suppression::Kind kind) {
    switch (kind) {
    case Suppression::Kind::Inhibited:
        return "inhibited";
    case Suppression::Kind::Silenced:
        return "silenced";
    case Suppression::Kind::Muted:
        return "muted";
    }
    return "inhibited";
}

const Labels* Inhibitor::inhibitorOf(const Labels& labels) const {
    for (const InhibitRule& rule : m_rules) {
        if (!matchesAll(rule.target, labels)) continue;
        const bool twoSided = matchesAll(rule.source, labels);
        const auto inhibits = [&](const Labels* source) {
            return matchesAll(rule.source, *source) && !(twoSided && matchesAll(rule.target, *source)) &&
                   std::ranges::all_of(rule.equal, [&](const std::string& name) {
                       return source->get(name) == labels.get(name);
                   });
        };
        const auto found = std::ranges::find_if(m_firing, inhibits);
        if (found != m_firing.end()) return *found;
    }
    return nullptr;
}

} // namespace eventflow::notify
