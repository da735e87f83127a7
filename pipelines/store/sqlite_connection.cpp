#include "pipelines/store/sqlite_connection.h"

#include <sqlite3.h>

#include <bit>
#include <cerrno>
#include <cmath>

namespace eventflow::store {

namespace {

constexpr int kBusyTimeoutMs = 5000;

ErrorCode codeOf(int extended, int systemError) {
    switch (extended & 0xFF) {
    case SQLITE_FULL:
        return ErrorCode::DiskFull;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ErrorCode::Corrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ErrorCode::Locked;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
        return ErrorCode::PermissionDenied;
    case SQLITE_TOOBIG:
        return ErrorCode::LimitExceeded;
    case SQLITE_CANTOPEN:
        return systemError == EACCES || systemError == EPERM ? ErrorCode::PermissionDenied
                                                             : ErrorCode::IoError;
    case SQLITE_IOERR:
        // SQLite says SQLITE_FULL for ENOSPC only; a quota or a file size limit is the same thing to the
        // user.
        if (extended == SQLITE_IOERR_CORRUPTFS) return ErrorCode::Corrupt;
        return systemError == EFBIG || systemError == EDQUOT || systemError == ENOSPC ? ErrorCode::DiskFull
                                                                                      : ErrorCode::IoError;
    default:
        return ErrorCode::Internal;
    }
}

/// Why the last write to the database or its WAL failed. sqlite3_system_errno() reads errno, which what
/// SQLite did since may have changed.
int writeErrno(sqlite3* database) {
    for (const int which : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER}) {
        sqlite3_file* file = nullptr;
        int error = 0;
        sqlite3_file_control(database, "main", which, static_cast<void*>(&file));
        if (file == nullptr || file->pMethods == nullptr) continue;
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error);
        if (error != 0) return error;
    }
    return sqlite3_system_errno(database);
}

std::string nextStep(ErrorCode code, const std::string& file) {
    switch (code) {
    case ErrorCode::Corrupt:
        return "; the file was left as it is: move it away to start afresh, or recover what is readable with "
               "`sqlite3 '" +
               file + "' .recover`";
    case ErrorCode::DiskFull:
        return "; free space or raise the limit: nothing was lost, writing continues by itself";
    case ErrorCode::PermissionDenied:
        return "; check the owner and mode of the file and its folder";
    case ErrorCode::IoError:
        return "; check the disk and the kernel log";
    default:
        return {};
    }
}

} // namespace

Statement::Statement(Statement&& other) noexcept
    : m_connection(std::exchange(other.m_connection, nullptr)),
      m_handle(std::exchange(other.m_handle, nullptr)) {}

Statement& Statement::operator=(Statement&& other) noexcept {
    std::swap(m_connection, other.m_connection);
    std::swap(m_handle, other.m_handle);
    return *this;
}

Statement::~Statement() {
    sqlite3_finalize(m_handle);
}

// A failed bind leaves the parameter NULL. It can only fail out of memory or above SQLite's 1 GB per value;
// NOT NULL columns turn that into an error of step().
Statement& Statement::bind(int parameter, std::int64_t value) {
    sqlite3_bind_int64(m_handle, parameter, value);
    return *this;
}

Statement& Statement::bindText(int parameter, std::string_view text) {
    sqlite3_bind_text64(m_handle, parameter, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC,
                        SQLITE_UTF8);
    return *this;
}

Statement& Statement::bindBlob(int parameter, std::string_view bytes) {
    // A null pointer would bind NULL, and null is not empty.
    sqlite3_bind_blob64(m_handle, parameter, bytes.empty() ? "" : bytes.data(), bytes.size(), SQLITE_STATIC);
    return *this;
}

Statement& Statement::bindNull(int parameter) {
    sqlite3_bind_null(m_handle, parameter);
    return *this;
}

Statement& Statement::bindReal(int parameter, double value) {
    if (std::isnan(value)) return bind(parameter, std::bit_cast<std::int64_t>(value));
    sqlite3_bind_double(m_handle, parameter, value);
    return *this;
}

Result<bool> Statement::step() {
    const int rc = sqlite3_step(m_handle);
    if (rc == SQLITE_ROW) return true;
    if (rc == SQLITE_DONE) return false;
    const Error error = m_connection->lastError(sqlite3_sql(m_handle));
    reset();
    return error;
}

Status Statement::run() {
    for (;;) {
        const Result<bool> row = step();
        if (!row) return row.error();
        if (!*row) break;
    }
    reset();
    return {};
}

void Statement::reset() {
    sqlite3_reset(m_handle);
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(m_handle, column);
}

double Statement::real(int column) const {
    if (sqlite3_column_type(m_handle, column) == SQLITE_INTEGER)
        return std::bit_cast<double>(integer(column));
    return sqlite3_column_double(m_handle, column);
}

std::string_view Statement::bytes(int column) const {
    const void* data = sqlite3_column_blob(m_handle, column);
    if (data == nullptr) return {};
    return {static_cast<const char*>(data), static_cast<std::size_t>(sqlite3_column_bytes(m_handle, column))};
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(m_handle, column) == SQLITE_NULL;
}

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, Mode mode) {
    std::unique_ptr<Connection> connection(new Connection);
    connection->m_file = file;
    const int flags =
        SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
        (mode == Mode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (sqlite3_open_v2(file.c_str(), &connection->m_handle, flags, nullptr) != SQLITE_OK)
        return connection->lastError("open");
    sqlite3* handle = connection->m_handle;
    sqlite3_busy_timeout(handle, kBusyTimeoutMs);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    // The file may come from anywhere: its schema must not run code, its cells are checked before use.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    if (Status s = connection->exec("PRAGMA cell_size_check=ON"); !s) return s.error();
    return connection;
}

Connection::~Connection() {
    sqlite3_close_v2(m_handle);
}

void Connection::checkpointOnClose() {
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
}

Status Connection::exec(const std::string& sql) {
    if (sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return lastError(sql);
    return {};
}

Result<Statement> Connection::prepare(std::string_view sql) const {
    sqlite3_stmt* statement = nullptr;
    const int rc = sqlite3_prepare_v3(m_handle, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (rc != SQLITE_OK) return lastError(sql);
    return Statement(*this, statement);
}

Result<std::int64_t> Connection::integer(std::string_view sql) const {
    auto statement = prepare(sql);
    if (!statement) return statement.error();
    const Result<bool> row = statement->step();
    if (!row) return row.error();
    return *row ? statement->integer(0) : 0;
}

Error Connection::lastError(std::string_view attempted) const {
    const int extended = m_handle != nullptr ? sqlite3_extended_errcode(m_handle) : SQLITE_NOMEM;
    const int systemError = extended == SQLITE_IOERR_WRITE ? writeErrno(m_handle)
                            : m_handle != nullptr          ? sqlite3_system_errno(m_handle)
                                                           : 0;
    const ErrorCode code = codeOf(extended, systemError);
    constexpr std::size_t kShown = 60;
    std::string place(attempted.substr(0, kShown));
    for (char& c : place)
        if (c == '\n') c = ' ';
    const char* reason = m_handle != nullptr ? sqlite3_errmsg(m_handle) : "out of memory";
    return {code, "database " + m_file.string() + ": " + reason + " (SQLite code " +
                      std::to_string(extended) + ") at \"" + place + '"' + nextStep(code, m_file.string())};
}

Error Connection::corrupt(const std::string& what) const {
    return {ErrorCode::Corrupt,
            "database " + m_file.string() + ": " + what + nextStep(ErrorCode::Corrupt, m_file.string())};
}

Result<Transaction> Transaction::begin(Connection& connection, Kind kind) {
    if (Status s = connection.exec(kind == Kind::Write ? "BEGIN IMMEDIATE" : "BEGIN"); !s) return s.error();
    return Transaction(connection);
}

Transaction::~Transaction() {
    // SQLite has rolled back by itself after some errors; then there is nothing to do.
    if (m_connection != nullptr && sqlite3_get_autocommit(m_connection->handle()) == 0)
        (void)m_connection->exec("ROLLBACK");
}

Status Transaction::commit() {
    if (Status s = m_connection->exec("COMMIT"); !s) return s;
    m_connection = nullptr;
    return {};
}

} // namespace eventflow::store
