#include "app/session/replay_store.h"

#include "pipelines/store/store_reader.h"

#include <algorithm>

namespace eventflow::app {

namespace fs = std::filesystem;

namespace {

/// SQLite's companions of a database file.
constexpr const char* kSuffixes[] = {"", "-wal", "-shm"};

Result<bool> holdsOtherSources(const fs::path& database, const std::string& sourceId) {
    auto reader = store::StoreReader::open(database);
    if (!reader) return reader.error();
    const auto offsets = (*reader)->offsets();
    if (!offsets) return offsets.error();
    return std::ranges::any_of(*offsets, [&](const auto& offset) { return offset.sourceId != sourceId; });
}

Status removeDatabase(const fs::path& database) {
    for (const char* suffix : kSuffixes) {
        fs::path file = database;
        file += suffix;
        std::error_code error;
        fs::remove(file, error);
        if (error)
            return Error{ErrorCode::IoError, file.string() + ": cannot be removed: " + error.message()};
    }
    return {};
}

} // namespace

Result<std::unique_ptr<store::StoreWriter>> openReplayStore(const Session& session,
                                                            const std::string& sourceId) {
    auto store = session.openStore();
    if (!store) return store;
    const auto restored = (*store)->restore(sourceId);
    if (!restored) return restored.error();
    if (!restored->checkpoint.contains(runtime::Pipeline::finishedCheckpoint(sourceId))) return store;

    const fs::path database = session.workspace().databaseFile();
    const auto others = holdsOtherSources(database, sourceId);
    if (!others) return others.error();
    if (*others)
        return Error{ErrorCode::AlreadyExists,
                     session.workspace().root.string() +
                         ": this capture was replayed here already, beside other data; replay "
                         "it into another workspace"};
    // The writer holds the lock, so nobody else is at work on the files while they go.
    if (Status closed = (*store)->close(); !closed) return closed.error();
    store->reset();
    if (Status removed = removeDatabase(database); !removed) return removed.error();
    return session.openStore();
}

} // namespace eventflow::app
