#include "pipelines/store/schema.h"

#include <array>
#include <system_error>

namespace eventflow::store {

namespace {

// Times are nanoseconds since the epoch. `value` columns have no type: see Statement::bindReal().
// Samples first go to staging_blocks, one a transaction, and from there in bulk to sample_chunks, whose key
// is made of segment, series and number (chunk_key.h): rows are only ever appended, and (series, time) is
// found without a second index that every rotation would have to touch all over.
constexpr const char* kVersion1 = R"(
CREATE TABLE series(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, labels TEXT NOT NULL UNIQUE);
CREATE TABLE staging_blocks(
    id INTEGER PRIMARY KEY, first_ts INTEGER NOT NULL, last_ts INTEGER NOT NULL, count INTEGER NOT NULL,
    block BLOB NOT NULL);
CREATE TABLE segments(
    id INTEGER PRIMARY KEY, first_ts INTEGER NOT NULL, last_ts INTEGER NOT NULL, samples INTEGER NOT NULL);
CREATE TABLE sample_chunks(
    id INTEGER PRIMARY KEY, first_ts INTEGER NOT NULL, last_ts INTEGER NOT NULL, count INTEGER NOT NULL,
    chunk BLOB NOT NULL);
CREATE TABLE events(
    id INTEGER PRIMARY KEY, event_id TEXT NOT NULL, ts_event INTEGER NOT NULL, ts_ingest INTEGER NOT NULL,
    tenant_id TEXT NOT NULL, source_type TEXT NOT NULL, source_id TEXT NOT NULL,
    schema_name TEXT NOT NULL, schema_version TEXT NOT NULL, body TEXT NOT NULL, severity TEXT NOT NULL,
    text TEXT NOT NULL, attributes TEXT NOT NULL, tags TEXT NOT NULL,
    topic TEXT NOT NULL, "partition" INTEGER NOT NULL, "offset" INTEGER NOT NULL);
CREATE INDEX events_by_schema ON events(schema_name);
CREATE TABLE alerts(
    rule_id TEXT NOT NULL, fingerprint TEXT NOT NULL, rule TEXT NOT NULL, rule_group TEXT NOT NULL,
    labels TEXT NOT NULL, annotations TEXT NOT NULL, state TEXT NOT NULL,
    active_at INTEGER NOT NULL, fired_at INTEGER NOT NULL, keep_firing_since INTEGER NOT NULL,
    resolved_at INTEGER NOT NULL, value NOT NULL,
    PRIMARY KEY(rule_id, fingerprint)) WITHOUT ROWID;
CREATE TABLE alert_transitions(
    id INTEGER PRIMARY KEY, tick INTEGER NOT NULL, watermark INTEGER NOT NULL, from_state TEXT NOT NULL,
    rule_id TEXT NOT NULL, fingerprint TEXT NOT NULL, rule TEXT NOT NULL, rule_group TEXT NOT NULL,
    labels TEXT NOT NULL, annotations TEXT NOT NULL, state TEXT NOT NULL,
    active_at INTEGER NOT NULL, fired_at INTEGER NOT NULL, keep_firing_since INTEGER NOT NULL,
    resolved_at INTEGER NOT NULL, value NOT NULL, reason TEXT NOT NULL);
CREATE TABLE dead_letters(
    id INTEGER PRIMARY KEY, step TEXT NOT NULL, code TEXT NOT NULL, attempts INTEGER NOT NULL, detail TEXT NOT NULL,
    topic TEXT NOT NULL, "partition" INTEGER NOT NULL, "offset" INTEGER NOT NULL, ts_arrival INTEGER NOT NULL,
    headers BLOB NOT NULL, key BLOB, value BLOB);
CREATE TABLE offsets(
    source_id TEXT NOT NULL, topic TEXT NOT NULL, "partition" INTEGER NOT NULL, next_offset INTEGER NOT NULL,
    PRIMARY KEY(source_id, topic, "partition")) WITHOUT ROWID;
CREATE TABLE dedup_keys(id INTEGER PRIMARY KEY, count INTEGER NOT NULL, keys BLOB NOT NULL);
CREATE TABLE checkpoint(name TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL);
)";

// What each transition was decided on, as JSON (core/model/explanation.h): by itself, so that listing
// transitions does not read it. The view is for people with an SQL shell.
constexpr const char* kVersion2 = R"(
CREATE TABLE explanations(
    transition_id INTEGER PRIMARY KEY, rule_hash TEXT NOT NULL, explanation TEXT NOT NULL);
CREATE INDEX alert_transitions_by_fingerprint ON alert_transitions(fingerprint);
CREATE VIEW explain_records AS
    SELECT t.id, t.rule_id, e.rule_hash, t.rule, t.tick, t.watermark, t.fingerprint, t.labels, t.from_state,
           t.state, t.value, t.reason, e.explanation
    FROM alert_transitions t LEFT JOIN explanations e ON e.transition_id = t.id;
)";

// What receivers were told, or in a replay would have been: alerts as in the lines of --notifications-out
// (earlier versions of this program wrote their label sets only).
constexpr const char* kVersion3 = R"(
CREATE TABLE notifications(
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, receiver TEXT NOT NULL, route TEXT NOT NULL, "group" TEXT NOT NULL,
    reason TEXT NOT NULL, firing TEXT NOT NULL, resolved TEXT NOT NULL);
)";

// The severity of an alert whose rule has levels: without it nobody knows what its fingerprint leaves out.
constexpr const char* kVersion4 = R"(
ALTER TABLE alerts ADD COLUMN level TEXT NOT NULL DEFAULT '';
ALTER TABLE alert_transitions ADD COLUMN level TEXT NOT NULL DEFAULT '';
)";

constexpr std::array kMigrations{Migration{1, kVersion1}, Migration{2, kVersion2}, Migration{3, kVersion3},
                                 Migration{4, kVersion4}};

Status backup(Connection& connection, int version) {
    const std::string target = connection.file().string() + ".backup-v" + std::to_string(version);
    const std::string partial = target + ".partial";
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    auto copy = connection.prepare("VACUUM INTO ?");
    if (!copy) return copy.error();
    if (Status s = copy->bindText(1, partial).run(); !s) return s.error().at("backup before the upgrade");
    std::error_code error;
    std::filesystem::rename(partial, target, error);
    if (error)
        return Error{ErrorCode::IoError, target + ": cannot put the backup in place: " + error.message()};
    return {};
}

Status apply(Connection& connection, const Migration& step) {
    auto transaction = Transaction::begin(connection, Transaction::Kind::Write);
    if (!transaction) return transaction.error();
    const std::string place = "upgrade to version " + std::to_string(step.to);
    if (Status s = connection.exec(step.sql); !s) return s.error().at(place);
    // Inside of the transaction, so that version and tables change together.
    if (Status s = connection.exec("PRAGMA user_version=" + std::to_string(step.to) +
                                   ";PRAGMA application_id=" + std::to_string(kApplicationId));
        !s)
        return s.error().at(place);
    return transaction->commit();
}

} // namespace

std::span<const Migration> migrations() {
    return kMigrations;
}

int schemaVersion() {
    return kMigrations.back().to;
}

Result<int> checkVersion(const Connection& connection, int newest) {
    const auto application = connection.integer("PRAGMA application_id");
    if (!application) return application.error();
    const auto version = connection.integer("PRAGMA user_version");
    if (!version) return version.error();
    const auto tables = connection.integer("SELECT count(*) FROM sqlite_schema");
    if (!tables) return tables.error();
    const std::string file = "database " + connection.file().string();
    if (*application == 0 && *version == 0 && *tables == 0) return 0;
    if (*application != kApplicationId)
        return Error{ErrorCode::Unsupported,
                     file + ": belongs to another program; choose another file name for this workspace"};
    if (*version > newest)
        return Error{ErrorCode::Unsupported, file + ": has schema version " + std::to_string(*version) +
                                                 ", this program knows up to " + std::to_string(newest) +
                                                 "; open it with a newer EventFlow"};
    if (*version < 1) return connection.corrupt("schema version " + std::to_string(*version));
    return static_cast<int>(*version);
}

Status migrate(Connection& connection, std::span<const Migration> steps) {
    const auto version = checkVersion(connection, steps.back().to);
    if (!version) return version.error();
    if (*version == steps.back().to) return {};
    if (*version > 0)
        if (Status s = backup(connection, *version); !s) return s;
    for (const Migration& step : steps)
        if (step.to > *version)
            if (Status s = apply(connection, step); !s) return s;
    return {};
}

} // namespace eventflow::store
