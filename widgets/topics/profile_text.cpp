#include "widgets/topics/profile_text.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"

#include <QCoreApplication>

namespace eventflow::widgets {

namespace format = viewmodels::format;
using profile::TopicProfile;
using Rows = std::vector<viewmodels::ShareModel::Row>;

namespace {

constexpr std::size_t kShownKeys = 50;
constexpr std::size_t kShownPartitions = 2'000;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(eventflow::widgets::TopicProfile)
};

QString share(std::uint64_t part, std::uint64_t whole) {
    const double ratio = whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
    return Text::tr("%1 (%2)").arg(format::exact(part), format::percent(ratio));
}

QString sizes(const profile::QuantileSketch& sketch) {
    if (sketch.count() == 0) return QStringLiteral("–");
    return Text::tr("median %1, 95 % up to %2, 99 % up to %3, largest %4")
        .arg(format::bytes(sketch.quantile(0.5)), format::bytes(sketch.quantile(0.95)),
             format::bytes(sketch.quantile(0.99)), format::bytes(static_cast<double>(sketch.largest())));
}

QString timeRange(const TopicProfile& profile) {
    if (profile.newest() == kNoTime) return QStringLiteral("–");
    return Text::tr("%1 to %2 UTC")
        .arg(format::dateTime(profile.oldest()), format::dateTime(profile.newest()));
}

void sortBySize(Rows& rows) {
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a.count > b.count; });
}

} // namespace

std::vector<std::pair<QString, QString>> profileFacts(const TopicProfile& profile) {
    const double mean = profile.records() == 0
                            ? 0
                            : static_cast<double>(profile.bytes()) / static_cast<double>(profile.records());
    std::uint64_t disordered = 0;
    for (const auto& [id, partition] : profile.partitions())
        disordered += partition.outOfOrder;
    return {
        {Text::tr("Rate"), Text::tr("%1, %2, by the records' own time")
                               .arg(format::rate(profile.rate()), format::byteRate(profile.rate() * mean))},
        {Text::tr("Time"), timeRange(profile)},
        {Text::tr("Bytes"), format::bytes(static_cast<double>(profile.bytes()))},
        {Text::tr("Values"), sizes(profile.valueSizes())},
        {Text::tr("Keys"), sizes(profile.keySizes())},
        {Text::tr("Distinct keys"), Text::tr("about %1").arg(format::compact(profile.distinctKeys()))},
        {Text::tr("Without a key"), share(profile.nullKeys(), profile.records())},
        {Text::tr("Tombstones"), share(profile.tombstones(), profile.records())},
        {Text::tr("Skew"),
         Text::tr("the fullest partition has %1 times the mean").arg(format::compact(profile.skew()))},
        {Text::tr("Out of order"), share(disordered, profile.records())},
    };
}

Rows partitionShares(const TopicProfile& profile) {
    Rows rows;
    for (const auto& [id, partition] : profile.partitions())
        if (rows.size() < kShownPartitions)
            rows.push_back({QString::number(id), partition.records,
                            format::bytes(static_cast<double>(partition.bytes))});
    return rows;
}

Rows keyShares(const TopicProfile& profile) {
    Rows rows;
    for (const profile::TopKeys::Entry& entry : profile.topKeys().top(kShownKeys))
        rows.push_back({viewmodels::oneLine(entry.key, 64), entry.count,
                        entry.error == 0
                            ? QString()
                            : Text::tr("(at most %1 too many)").arg(format::exact(entry.error))});
    return rows;
}

Rows headerShares(const TopicProfile& profile) {
    Rows rows;
    for (const auto& [name, count] : profile.headers())
        rows.push_back({viewmodels::oneLine(name, 120), count, {}});
    sortBySize(rows);
    if (profile.otherHeaders() > 0) rows.push_back({Text::tr("others"), profile.otherHeaders(), {}});
    return rows;
}

} // namespace eventflow::widgets
