#include "pipelines/store/store_reader.h"

#include "pipelines/store/label_text.h"
#include "pipelines/store/sample_loader.h"
#include "pipelines/store/schema.h"
#include "pipelines/store/series_index.h"
#include "pipelines/store/sqlite_connection.h"

#include <algorithm>
#include <array>
#include <functional>
#include <system_error>

namespace eventflow::store {

namespace {

constexpr std::int64_t kMmapBytes = std::int64_t{1} << 33;

std::int64_t sqlLimit(std::size_t limit) {
    return static_cast<std::int64_t>(std::min<std::size_t>(limit, 1'000'000'000));
}

std::optional<std::string> nullable(const Statement& row, int column) {
    return row.isNull(column) ? std::nullopt : std::optional(row.text(column));
}

Timestamp time(const Statement& row, int column) {
    return timestampFromNs(row.integer(column));
}

constexpr const char* kAlertColumns = "rule_id,rule,rule_group,labels,annotations,state,active_at,fired_at,"
                                      "keep_firing_since,resolved_at,value,level";

/// kAlertColumns from column `first` on; nothing when they are not what was written.
std::optional<Alert> alertOf(const Statement& row, int first) {
    auto labels = parseLabels(row.bytes(first + 3));
    auto annotations = parseLabels(row.bytes(first + 4));
    const auto state = alertStateFromString(row.bytes(first + 5));
    if (!labels || !annotations || !state) return std::nullopt;
    Alert alert;
    alert.ruleId = row.text(first);
    alert.rule = row.text(first + 1);
    alert.group = row.text(first + 2);
    alert.labels = std::move(*labels);
    alert.annotations = std::move(*annotations);
    alert.state = *state;
    alert.activeAt = time(row, first + 6);
    alert.firedAt = time(row, first + 7);
    alert.keepFiringSince = time(row, first + 8);
    alert.resolvedAt = time(row, first + 9);
    alert.value = row.real(first + 10);
    alert.level = row.text(first + 11);
    return alert;
}

std::optional<AlertTransition> transitionOf(const Statement& row) {
    const auto from = alertStateFromString(row.bytes(3));
    auto alert = alertOf(row, 5);
    if (!from || !alert) return std::nullopt;
    return AlertTransition{time(row, 1), time(row, 2), *from, std::move(*alert), row.text(4)};
}

constexpr int kExplanationColumn = 17;

std::optional<StoredTransition> explainedTransitionOf(const Statement& row) {
    auto transition = transitionOf(row);
    if (!transition) return std::nullopt;
    if (!row.isNull(kExplanationColumn)) {
        auto explanation = explanationFromJson(row.bytes(kExplanationColumn));
        if (!explanation) return std::nullopt;
        transition->explanation = std::make_shared<const Explanation>(std::move(*explanation));
    }
    return StoredTransition{row.integer(0), std::move(*transition)};
}

std::optional<feed::DeadLetterPreview> deadLetterOf(const Statement& row) {
    const auto step = stepFromString(row.bytes(1));
    const auto code = rejectCodeFromString(row.bytes(2));
    auto headers = parseHeaders(row.bytes(8));
    if (!step || !code || !headers) return std::nullopt;
    feed::DeadLetterPreview letter;
    letter.step = *step;
    letter.code = *code;
    letter.detail = row.text(3);
    letter.record.topic = row.text(4);
    letter.record.partition = static_cast<std::int32_t>(row.integer(5));
    letter.record.offset = row.integer(6);
    letter.record.tsArrival = time(row, 7);
    letter.record.headers = std::move(*headers);
    letter.record.key = nullable(row, 9);
    const std::string_view value = row.bytes(10);
    letter.record.valueBytes = value.size();
    if (!row.isNull(10)) letter.record.value = value.substr(0, feed::RecordPreview::kMaxPreviewBytes);
    return letter;
}

constexpr const char* kDeadLettersWanted =
    " FROM (SELECT * FROM dead_letters WHERE (?1 IS NULL OR step=?1) AND (?2 IS NULL OR code=?2)"
    " AND (?3 IS NULL OR topic=?3) AND (?4 IS NULL OR ts_arrival>=?4) ORDER BY id DESC LIMIT ?5)";

void bindFilter(Statement& query, const DeadLetterFilter& filter) {
    if (filter.step) query.bindText(1, toString(*filter.step));
    if (filter.code) query.bindText(2, toString(*filter.code));
    if (!filter.topic.empty()) query.bindText(3, filter.topic);
    if (filter.since != kNoTime) query.bind(4, toNs(filter.since));
    query.bind(5, sqlLimit(filter.limit));
}

std::optional<admin::OwnedRecord> deadLetterRecordOf(const Statement& row) {
    auto headers = parseHeaders(row.bytes(5));
    if (!headers) return std::nullopt;
    admin::OwnedRecord record;
    record.from = {row.text(1), static_cast<std::int32_t>(row.integer(2))};
    record.offset = row.integer(3);
    record.timestamp = time(row, 4);
    record.headers = std::move(*headers);
    record.key = nullable(row, 6);
    record.value = nullable(row, 7);
    return record;
}

std::optional<StoredEvent> eventOf(const Statement& row) {
    StoredEvent event;
    event.eventId = row.text(1);
    event.tsEvent = time(row, 2);
    event.tsIngest = time(row, 3);
    event.tenantId = row.text(4);
    event.sourceType = row.text(5);
    event.sourceId = row.text(6);
    event.schemaName = row.text(7);
    event.schemaVersion = row.text(8);
    event.body = row.text(9);
    event.severity = row.text(10);
    event.text = row.text(11);
    event.attributesJson = row.text(12);
    event.tagsJson = row.text(13);
    event.topic = row.text(14);
    event.partition = static_cast<std::int32_t>(row.integer(15));
    event.offset = row.integer(16);
    return event;
}

} // namespace

struct StoreReader::Impl {
    /// select() over the store: what it loads stays until samples() is called again.
    class Samples final : public SeriesSource {
    public:
        explicit Samples(Impl& impl) : m_impl(impl) {}
        Status select(std::span<const LabelMatcher> matchers, Timestamp after, Timestamp until,
                      std::vector<SeriesSlice>& out) const override;
        void forget() { m_loaded.clear(); }

    private:
        Impl& m_impl;
        mutable std::vector<std::vector<std::vector<Sample>>> m_loaded; ///< by select()
    };

    std::unique_ptr<Connection> connection;
    std::unique_ptr<SeriesIndex> index;
    std::unique_ptr<SampleLoader> loader;
    Samples samples{*this};

    /// Runs the query and turns each row into a T with `make`; nothing made of a row means it is corrupt.
    template <typename T>
    Result<std::vector<T>> rows(const std::string& table, Result<Statement> query,
                                const std::function<void(Statement&)>& bind,
                                const std::function<std::optional<T>(const Statement&)>& make) const {
        if (!query) return query.error();
        bind(*query);
        std::vector<T> result;
        for (;;) {
            const auto row = query->step();
            if (!row) return row.error();
            if (!*row) return result;
            auto made = make(*query);
            if (!made)
                return connection->corrupt("table " + table + ", row " + query->text(0) +
                                           ": unreadable fields");
            result.push_back(std::move(*made));
        }
    }
};

Status StoreReader::Impl::Samples::select(std::span<const LabelMatcher> matchers, Timestamp after,
                                          Timestamp until, std::vector<SeriesSlice>& out) const {
    auto transaction = Transaction::begin(*m_impl.connection, Transaction::Kind::Read);
    if (!transaction) return transaction.error();
    if (Status s = m_impl.index->refresh(); !s) return s;
    const auto found = m_impl.index->find(matchers);
    std::vector<SeriesId> ids;
    ids.reserve(found.size());
    for (const auto* entry : found)
        ids.push_back(entry->id);

    std::vector<std::vector<Sample>> loaded;
    if (Status s = m_impl.loader->load(ids, after, until, loaded, kMaxSelectedSamples); !s) return s;
    const std::size_t first = out.size();
    for (std::size_t i = 0; i < found.size(); ++i)
        if (!loaded[i].empty()) out.push_back({&found[i]->labels, loaded[i]});
    // Moving the outer vector leaves the samples where the slices point.
    m_loaded.push_back(std::move(loaded));
    std::sort(out.begin() + static_cast<std::ptrdiff_t>(first), out.end(),
              [](const SeriesSlice& a, const SeriesSlice& b) { return *a.labels < *b.labels; });
    return transaction->commit();
}

StoreReader::StoreReader() : m_impl(std::make_unique<Impl>()) {}
StoreReader::~StoreReader() = default;

Result<std::unique_ptr<StoreReader>> StoreReader::open(const std::filesystem::path& database) {
    const std::string place = "database " + database.string();
    std::error_code error;
    if (!std::filesystem::is_regular_file(database, error))
        return Error{ErrorCode::NotFound,
                     place + ": there is none; run or replay something into this workspace first"};
    auto connection = Connection::open(database, Connection::Mode::ReadOnly);
    if (!connection) return connection.error();
    const auto version = checkVersion(**connection, schemaVersion());
    if (!version) return version.error();
    if (*version == 0)
        return Error{ErrorCode::NotFound,
                     place + ": is empty; run or replay something into this workspace first"};
    if (*version < schemaVersion())
        return Error{ErrorCode::Unsupported, place + ": has the older schema version " +
                                                 std::to_string(*version) +
                                                 "; open the workspace for writing once, which upgrades it"};
    if (Status s = (*connection)->exec("PRAGMA mmap_size=" + std::to_string(kMmapBytes)); !s)
        return s.error();

    std::unique_ptr<StoreReader> reader(new StoreReader);
    Impl& impl = *reader->m_impl;
    impl.connection = std::move(*connection);
    impl.index = std::make_unique<SeriesIndex>(*impl.connection);
    auto loader = SampleLoader::create(*impl.connection);
    if (!loader) return loader.error();
    impl.loader = std::move(*loader);
    return reader;
}

const SeriesSource& StoreReader::samples() const {
    m_impl->samples.forget();
    return m_impl->samples;
}

Result<TimeRange> StoreReader::sampleTimeRange() const {
    auto query = m_impl->connection->prepare(
        "SELECT min(first_ts),max(last_ts) FROM (SELECT first_ts,last_ts FROM segments UNION ALL"
        " SELECT first_ts,last_ts FROM staging_blocks)");
    if (!query) return query.error();
    const auto row = query->step();
    if (!row) return row.error();
    if (!*row || query->isNull(0)) return TimeRange{};
    return TimeRange{time(*query, 0), time(*query, 1)};
}

Result<std::vector<Labels>> StoreReader::series(std::span<const LabelMatcher> matchers,
                                                std::size_t limit) const {
    if (Status s = m_impl->index->refresh(); !s) return s.error();
    std::vector<Labels> labels;
    for (const auto* entry : m_impl->index->find(matchers))
        labels.push_back(entry->labels);
    std::ranges::sort(labels);
    if (labels.size() > limit) labels.resize(limit);
    return labels;
}

Result<std::vector<Alert>> StoreReader::alerts() const {
    const std::string sql = std::string("SELECT rule_id,") + kAlertColumns + " FROM alerts";
    return m_impl->rows<Alert>(
        "alerts", m_impl->connection->prepare(sql), [](Statement&) {},
        [](const Statement& row) { return alertOf(row, 1); });
}

Result<std::vector<AlertTransition>> StoreReader::transitions(std::size_t limit) const {
    const std::string sql = std::string("SELECT id,tick,watermark,from_state,reason,") + kAlertColumns +
                            " FROM alert_transitions ORDER BY id DESC LIMIT ?";
    return m_impl->rows<AlertTransition>(
        "alert_transitions", m_impl->connection->prepare(sql),
        [&](Statement& query) { query.bind(1, sqlLimit(limit)); }, transitionOf);
}

namespace {
std::string explainedTransitionsWhere(const char* condition) {
    return std::string("SELECT id,tick,watermark,from_state,reason,") + kAlertColumns +
           ",explanation FROM alert_transitions LEFT JOIN explanations ON transition_id=id WHERE " +
           condition;
}
} // namespace

Result<std::vector<StoredTransition>> StoreReader::explainedTransitions(const std::string& fingerprint,
                                                                        std::size_t limit) const {
    // Two statements, because "all or this one" in one would not use the index.
    const std::string sql = explainedTransitionsWhere(
        fingerprint.empty() ? "1 ORDER BY id DESC LIMIT ?1" : "fingerprint=?2 ORDER BY id DESC LIMIT ?1");
    return m_impl->rows<StoredTransition>(
        "alert_transitions", m_impl->connection->prepare(sql),
        [&](Statement& query) {
            query.bind(1, sqlLimit(limit));
            if (!fingerprint.empty()) query.bindText(2, fingerprint);
        },
        explainedTransitionOf);
}

Result<StoredTransition> StoreReader::explainedTransition(std::int64_t id) const {
    auto rows = m_impl->rows<StoredTransition>(
        "alert_transitions", m_impl->connection->prepare(explainedTransitionsWhere("id=?")),
        [&](Statement& query) { query.bind(1, id); }, explainedTransitionOf);
    if (!rows) return rows.error();
    if (rows->empty())
        return Error{ErrorCode::NotFound, "there is no transition " + std::to_string(id) +
                                              "; `eventflow alerts list --transitions` shows them"};
    return std::move(rows->front());
}

Result<std::vector<feed::DeadLetterPreview>>
StoreReader::deadLetters(std::optional<Step> step, std::optional<RejectCode> code, std::size_t limit) const {
    return m_impl->rows<feed::DeadLetterPreview>(
        "dead_letters",
        m_impl->connection->prepare(
            "SELECT id,step,code,detail,topic,\"partition\",\"offset\",ts_arrival,headers,key,"
            "value FROM dead_letters WHERE (?1 IS NULL OR step=?1) AND (?2 IS NULL OR code=?2)"
            " ORDER BY id DESC LIMIT ?3"),
        [&](Statement& query) {
            if (step) query.bindText(1, toString(*step));
            if (code) query.bindText(2, toString(*code));
            query.bind(3, sqlLimit(limit));
        },
        deadLetterOf);
}

Result<std::vector<admin::OwnedRecord>> StoreReader::deadLetterRecords(const DeadLetterFilter& filter) const {
    // One view of both queries: the writer may add letters in between.
    auto transaction = Transaction::begin(*m_impl->connection, Transaction::Kind::Read);
    if (!transaction) return transaction.error();
    auto size = m_impl->connection->prepare(
        std::string(
            "SELECT coalesce(sum(length(headers)+coalesce(length(key),0)+coalesce(length(value),0)),0)") +
        kDeadLettersWanted);
    if (!size) return size.error();
    bindFilter(*size, filter);
    const auto counted = size->step();
    if (!counted) return counted.error();
    const auto bytes = static_cast<std::uint64_t>(size->integer(0));
    if (bytes > filter.maxBytes)
        return Error{ErrorCode::LimitExceeded,
                     "the dead letters hold " + std::to_string(bytes) + " bytes, more than the " +
                         std::to_string(filter.maxBytes) + " that are taken at a time; choose fewer"};
    return m_impl->rows<admin::OwnedRecord>(
        "dead_letters",
        m_impl->connection->prepare(
            std::string("SELECT id,topic,\"partition\",\"offset\",ts_arrival,headers,key,value") +
            kDeadLettersWanted + " ORDER BY id"),
        [&](Statement& query) { bindFilter(query, filter); }, deadLetterRecordOf);
}

Result<std::vector<StoredEvent>> StoreReader::events(const std::string& schemaName, std::size_t limit) const {
    const std::string filter = schemaName.empty() ? "" : " WHERE schema_name=?2";
    return m_impl->rows<StoredEvent>(
        "events", m_impl->connection->prepare("SELECT * FROM events" + filter + " ORDER BY id DESC LIMIT ?1"),
        [&](Statement& query) {
            query.bind(1, sqlLimit(limit));
            if (!schemaName.empty()) query.bindText(2, schemaName);
        },
        eventOf);
}

Result<std::vector<StoredOffset>> StoreReader::offsets() const {
    return m_impl->rows<StoredOffset>(
        "offsets",
        m_impl->connection->prepare("SELECT source_id,topic,\"partition\",next_offset FROM offsets"),
        [](Statement&) {},
        [](const Statement& row) -> std::optional<StoredOffset> {
            return StoredOffset{row.text(0), row.text(1), static_cast<std::int32_t>(row.integer(2)),
                                row.integer(3)};
        });
}

Result<std::optional<std::string>> StoreReader::checkpoint(const std::string& name) const {
    auto query = m_impl->connection->prepare("SELECT value FROM checkpoint WHERE name=?");
    if (!query) return query.error();
    query->bindText(1, name);
    const auto row = query->step();
    if (!row) return row.error();
    return *row ? std::optional(query->text(0)) : std::nullopt;
}

Result<std::vector<std::pair<std::string, std::uint64_t>>> StoreReader::counts() const {
    constexpr std::array kTables{"series",        "staging_blocks", "segments",          "sample_chunks",
                                 "events",        "alerts",         "alert_transitions", "explanations",
                                 "notifications", "dead_letters",   "offsets",           "dedup_keys",
                                 "checkpoint"};
    auto transaction = Transaction::begin(*m_impl->connection, Transaction::Kind::Read);
    if (!transaction) return transaction.error();
    std::vector<std::pair<std::string, std::uint64_t>> counts;
    const auto add = [&](const std::string& name, const std::string& sql) -> Status {
        const auto count = m_impl->connection->integer(sql);
        if (!count) return count.error();
        counts.emplace_back(name, static_cast<std::uint64_t>(*count));
        return {};
    };
    if (Status s = add("samples", "SELECT (SELECT coalesce(sum(samples),0) FROM segments)+"
                                  "(SELECT coalesce(sum(count),0) FROM staging_blocks)");
        !s)
        return s.error();
    for (const char* table : kTables)
        if (Status s = add(table, std::string("SELECT count(*) FROM ") + table); !s) return s.error();
    if (Status s = transaction->commit(); !s) return s.error();
    return counts;
}

} // namespace eventflow::store
