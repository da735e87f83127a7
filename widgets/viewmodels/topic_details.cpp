#include "widgets/viewmodels/topic_details.h"

#include "widgets/viewmodels/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace eventflow::viewmodels {

namespace {
struct Text {
    Q_DECLARE_TR_FUNCTIONS(eventflow::viewmodels::TopicDetails)
};
} // namespace

QString unknownWord(const Error& error) {
    if (error.code == ErrorCode::PermissionDenied) return Text::tr("denied");
    return error.code == ErrorCode::Unsupported ? Text::tr("not offered") : Text::tr("not known");
}

QString retentionText(const TopicDetails& details) {
    if (details.configError) return unknownWord(*details.configError);
    if (details.facts.retention) return format::duration(*details.facts.retention);
    return details.facts.deletesOld ? Text::tr("without bound") : QStringLiteral("–");
}

QString cleanupText(const TopicDetails& details) {
    if (details.configError) return unknownWord(*details.configError);
    // These are Kafka's own words for them.
    if (details.facts.compacted && details.facts.deletesOld) return QStringLiteral("compact, delete");
    if (details.facts.compacted) return QStringLiteral("compact");
    return details.facts.deletesOld ? QStringLiteral("delete") : QStringLiteral("–");
}

QString spanText(const std::optional<std::int64_t>& span) {
    if (!span) return QStringLiteral("–");
    const auto bounded = static_cast<std::uint64_t>(std::max<std::int64_t>(*span, 0));
    return bounded == 0 ? QStringLiteral("0") : QStringLiteral("≤ ") + format::exact(bounded);
}

} // namespace eventflow::viewmodels
