#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace eventflow::store {

class Connection;

/// A prepared statement. Text and blobs are bound by reference: they must live until the next reset().
/// Columns and parameters count as in SQLite: columns from 0, parameters from 1.
/// Thread: its connection's. Lifetime: must not outlive its connection.
class Statement {
public:
    Statement() = default;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&& other) noexcept;
    ~Statement();

    Statement& bind(int parameter, std::int64_t value);
    Statement& bindText(int parameter, std::string_view text);
    Statement& bindBlob(int parameter, std::string_view bytes);
    Statement& bindNull(int parameter);
    /// Bit-exact: SQLite would turn a NaN into NULL, so a NaN is stored as the integer of its bits. Read it
    /// back with real(); the column must have no type.
    Statement& bindReal(int parameter, double value);

    /// True: a row is there. False: done. Any error resets the statement.
    Result<bool> step();
    /// Runs to the end and resets; for statements without rows.
    Status run();
    void reset();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const;
    /// Text or blob, until the next step() or reset(); empty when NULL.
    [[nodiscard]] std::string_view bytes(int column) const;
    [[nodiscard]] std::string text(int column) const { return std::string(bytes(column)); }
    [[nodiscard]] bool isNull(int column) const;

private:
    friend class Connection;
    Statement(const Connection& connection, sqlite3_stmt* handle)
        : m_connection(&connection), m_handle(handle) {}

    const Connection* m_connection = nullptr;
    sqlite3_stmt* m_handle = nullptr;
};

/// One SQLite connection, used by one thread at a time.
/// Errors name the file, what was attempted, SQLite's reason and the next step.
class Connection {
public:
    enum class Mode : std::uint8_t { ReadWrite, ReadOnly };
    static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file, Mode mode);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    /// Does not checkpoint, unless checkpointOnClose(): closing must not change a file that was found
    /// damaged.
    ~Connection();
    /// The last connection moves the WAL into the database and removes it.
    void checkpointOnClose();

    Status exec(const std::string& sql);
    Result<Statement> prepare(std::string_view sql) const;
    Result<std::int64_t> integer(std::string_view sql) const;

    /// Of the last call that failed on this connection.
    [[nodiscard]] Error lastError(std::string_view attempted) const;
    [[nodiscard]] Error corrupt(const std::string& what) const;
    [[nodiscard]] const std::filesystem::path& file() const { return m_file; }
    [[nodiscard]] sqlite3* handle() const { return m_handle; }

private:
    Connection() = default;

    std::filesystem::path m_file;
    sqlite3* m_handle = nullptr;
};

/// BEGIN … COMMIT around a scope; rolled back unless committed.
class Transaction {
public:
    enum class Kind : std::uint8_t { Read, Write };
    static Result<Transaction> begin(Connection& connection, Kind kind);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Transaction(Transaction&& other) noexcept : m_connection(std::exchange(other.m_connection, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    Status commit();

private:
    explicit Transaction(Connection& connection) : m_connection(&connection) {}
    Connection* m_connection;
};

} // namespace eventflow::store
