#include "core/notify/config.h"

namespace eventflow::notify {

namespace {

/// Depth first: the first child that matches takes the alert, unless it continues; without one the node does.
void collect(const Route& node, const Labels& labels, std::vector<const Route*>& out) {
    const std::size_t before = out.size();
    for (const Route& child : node.routes) {
        if (!matchesAll(child.matchers, labels)) continue;
        collect(child, labels, out);
        if (!child.continues) break;
    }
    if (out.size() == before) out.push_back(&node);
}

} // namespace

Route Config::defaultRoute() {
    Route route;
    route.id = "0";
    route.receiver = "default";
    route.groupBy = {"alertname"};
    return route;
}

std::vector<const Route*> Config::routesOf(const Labels& labels) const {
    std::vector<const Route*> out;
    collect(root, labels, out);
    return out;
}

} // namespace eventflow::notify
