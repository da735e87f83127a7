#include "widgets/viewmodels/alert_listing.h"

#include "core/model/alert_order.h"
#include "widgets/viewmodels/alert_list_model.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/label_text.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace eventflow::viewmodels {

namespace {

QString searchText(const Alert& alert) {
    QString text = fromUtf8(alert.rule) + u' ' + alertStateWord(alert.state);
    for (const Label& label : alert.labels)
        text += u' ' + fromUtf8(label.name) + u'=' + fromUtf8(label.value);
    return text;
}

bool passes(const Alert& alert, const AlertQuery& query) {
    if (query.state && alert.state != *query.state) return false;
    if (query.words.isEmpty()) return true;
    const QString text = searchText(alert);
    return std::all_of(query.words.begin(), query.words.end(),
                       [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool moreUrgent(const AlertRow& a, const AlertRow& b) {
    const auto order = [](const AlertRow& row) {
        return std::tuple(urgency(row.alert->state), row.severity);
    };
    if (order(a) != order(b)) return order(a) < order(b);
    const Timestamp sinceA = stateSince(*a.alert);
    const Timestamp sinceB = stateSince(*b.alert);
    return sinceA != sinceB ? sinceA > sinceB : a.key < b.key;
}

/// One comparable value per row: a number or a text, whichever the column has.
struct Place {
    double number = 0;
    QString text;
    const AlertRow* row = nullptr;
};

Place placeOf(const AlertRow& row, int column, Timestamp now) {
    const Alert& alert = *row.alert;
    switch (column) {
    case AlertListModel::State:
        return {static_cast<double>(urgency(alert.state)), {}, &row};
    case AlertListModel::SeverityColumn:
        return {static_cast<double>(row.severity), {}, &row};
    case AlertListModel::Name:
        return {0, fromUtf8(alert.rule), &row};
    case AlertListModel::KeyLabels:
        return {0, keyLabelsText(alert.labels), &row};
    case AlertListModel::Value:
        return {alert.value, {}, &row};
    case AlertListModel::Since:
        return {static_cast<double>(toNs(stateSince(alert))), {}, &row};
    default:
        return {static_cast<double>(activeFor(alert, now).count()), {}, &row};
    }
}

/// Rows that are equal in the column stay in order of urgency, whichever way the column is sorted.
std::vector<const AlertRow*> sortedBy(const std::vector<const AlertRow*>& rows, const AlertQuery& query) {
    std::vector<Place> places;
    places.reserve(rows.size());
    for (const AlertRow* row : rows)
        places.push_back(placeOf(*row, *query.order.column, query.now));
    const auto less = [](const Place& a, const Place& b) {
        // NaN is a value a rule may have: it comes first rather than breaking the order.
        const auto number = [](double value) {
            return std::isnan(value) ? std::pair(0, 0.0) : std::pair(1, value);
        };
        if (number(a.number) != number(b.number)) return number(a.number) < number(b.number);
        return a.text.localeAwareCompare(b.text) < 0;
    };
    std::stable_sort(places.begin(), places.end(), [&](const Place& a, const Place& b) {
        return query.order.descending ? less(b, a) : less(a, b);
    });
    std::vector<const AlertRow*> sorted;
    sorted.reserve(places.size());
    for (const Place& place : places)
        sorted.push_back(place.row);
    return sorted;
}

} // namespace

std::string alertKey(const Alert& alert) {
    return alert.ruleId + '/' + fingerprint(alert);
}

AlertRow alertRow(std::shared_ptr<const Alert> alert) {
    return {alertKey(*alert), alert, severityOf(alert->labels)};
}

Duration activeFor(const Alert& alert, Timestamp now) {
    const Timestamp end = alert.state == AlertState::Resolved ? alert.resolvedAt : now;
    if (alert.activeAt == kNoTime || end <= alert.activeAt) return Duration::zero();
    // Unsigned: the distance between two hostile times may be more than a Duration holds.
    const std::uint64_t distance =
        static_cast<std::uint64_t>(toNs(end)) - static_cast<std::uint64_t>(toNs(alert.activeAt));
    return Duration(static_cast<std::int64_t>(std::min<std::uint64_t>(distance, INT64_MAX)));
}

AlertSet::AlertSet(AlertSnapshot from) : snapshot(std::move(from)) {
    if (snapshot == nullptr) return;
    rows.reserve(snapshot->size()); // keys point into it: it must not grow
    for (const Alert& alert : *snapshot) {
        rows.push_back(alertRow(std::shared_ptr<const Alert>(snapshot, &alert)));
        if (!keys.insert(rows.back().key).second) rows.pop_back();
    }
}

AlertListing listAlerts(AlertQuery query) {
    AlertListing listing;
    listing.active = query.known != nullptr && query.known->snapshot == query.snapshot
                         ? query.known
                         : std::make_shared<const AlertSet>(query.snapshot);
    std::vector<const AlertRow*> rows;
    const auto take = [&](const AlertRow& row) {
        ++listing.counts[static_cast<std::size_t>(row.alert->state)];
        if (passes(*row.alert, query)) rows.push_back(&row);
    };
    for (const AlertRow& row : listing.active->rows)
        take(row);
    for (const AlertRow& row : query.resolved)
        if (!listing.active->keys.contains(row.key)) take(row);

    std::sort(rows.begin(), rows.end(),
              [](const AlertRow* a, const AlertRow* b) { return moreUrgent(*a, *b); });
    if (query.order.column) rows = sortedBy(rows, query);
    const std::size_t shown = std::min(rows.size(), AlertListing::kMaxRows);
    listing.notShown = rows.size() - shown;
    listing.rows.reserve(shown);
    for (std::size_t i = 0; i < shown; ++i)
        listing.rows.push_back(*rows[i]);
    return listing;
}

} // namespace eventflow::viewmodels
