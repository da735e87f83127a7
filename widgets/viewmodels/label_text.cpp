#include "widgets/viewmodels/label_text.h"

#include "widgets/viewmodels/display_text.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace eventflow::viewmodels {

namespace {

/// Names of things, most telling first. Every other label comes behind them.
constexpr std::array<std::string_view, 10> kThings{"host",      "instance",      "pod", "service", "topic",
                                                   "partition", "consumergroup", "job", "device",  "tenant"};

std::size_t rankOf(const Label& label) {
    return static_cast<std::size_t>(std::ranges::find(kThings, label.name) - kThings.begin());
}

} // namespace

QString keyLabelsText(const Labels& labels) {
    std::vector<const Label*> shown;
    for (const Label& label : labels)
        if (label.name != "alertname" && label.name != "severity" && label.name != kMetricNameLabel)
            shown.push_back(&label);
    std::ranges::stable_sort(shown, {}, [](const Label* label) { return rankOf(*label); });
    QStringList parts;
    for (const Label* label : shown)
        parts += oneLine(label->name, 64) + u'=' + oneLine(label->value, 128);
    return parts.join(QStringLiteral(", "));
}

} // namespace eventflow::viewmodels
