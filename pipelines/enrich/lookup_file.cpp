#include "pipelines/enrich/lookup_file.h"

#include "core/codec/json_decoder.h"
#include "core/codec/json_value.h"
#include "pipelines/enrich/csv_reader.h"

#include <algorithm>
#include <fstream>
#include <vector>

namespace eventflow::enrich {

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

/// Collects the rows of one JSON table.
class JsonTable {
public:
    explicit JsonTable(const config::LookupTable& table)
        : m_table(table), m_values(table.tags.size()), m_rows(table.tags.size()) {}

    Status addRow(const element& value, std::string_view memberName, std::size_t number) {
        object row;
        if (value.get_object().get(row) != simdjson::SUCCESS)
            return Error{ErrorCode::ParseError, "is not an object"};
        m_scratch.clear();
        std::string_view key = memberName;
        if (Status status = read(row, m_table.column, key); !status) return status;
        if (key.empty())
            return Error{ErrorCode::ParseError, "has no value in its key column \"" + m_table.column + "\""};
        for (std::size_t i = 0; i < m_table.tags.size(); ++i) {
            m_values[i] = {};
            if (Status status = read(row, m_table.tags[i], m_values[i]); !status) return status;
        }
        return m_rows.add(key, m_values, number);
    }

    LookupRows take() { return std::move(m_rows); }

private:
    /// Leaves `out` as it is when the row has no such column.
    Status read(const object& row, std::string_view column, std::string_view& out) {
        const auto value = codec::findMember(row, column);
        if (!value) return {};
        const auto text = codec::scalarText(*value, m_scratch);
        if (!text)
            return Error{ErrorCode::ParseError, "field \"" + std::string(column) + "\" is " +
                                                    codec::typeName(*value) +
                                                    ", expected a string, number or boolean"};
        out = *text;
        return {};
    }

    const config::LookupTable& m_table;
    std::vector<std::string_view> m_values;
    Arena m_scratch;
    LookupRows m_rows;
};

Error inRow(const Error& error, std::size_t number) {
    return error.at("row " + std::to_string(number));
}

/// Where each wanted column is in the file; an error names the one that is not there.
Result<std::vector<std::size_t>> findColumns(std::span<const std::string_view> header,
                                             const config::LookupTable& table) {
    std::vector<std::string> wanted{table.column};
    wanted.insert(wanted.end(), table.tags.begin(), table.tags.end());
    std::vector<std::size_t> columns;
    for (const std::string& name : wanted) {
        const auto found = std::ranges::find(header, name);
        if (found == header.end())
            return Error{ErrorCode::NotFound, "the header has no column \"" + name + "\""};
        columns.push_back(static_cast<std::size_t>(found - header.begin()));
    }
    return columns;
}

Result<std::string> readFile(const std::filesystem::path& file, std::size_t maxBytes) {
    std::ifstream stream(file, std::ios::binary | std::ios::ate);
    if (!stream)
        return Error{ErrorCode::NotFound, "cannot be opened, is the path right and the file readable?"};
    const auto size = static_cast<std::streamoff>(stream.tellg());
    if (size < 0) return Error{ErrorCode::IoError, "is not a file that can be read"};
    if (static_cast<std::uint64_t>(size) > maxBytes)
        return Error{ErrorCode::LimitExceeded,
                     "has " + std::to_string(size) + " bytes; all tables together may have 256 MiB"};
    std::string text(static_cast<std::size_t>(size), '\0');
    stream.seekg(0);
    stream.read(text.data(), size);
    if (stream.gcount() != size) return Error{ErrorCode::IoError, "could not be read to its end"};
    return text;
}

} // namespace

Result<LookupRows> parseCsvLookup(std::string_view text, const config::LookupTable& table) {
    LookupRows rows(table.tags.size());
    std::vector<std::size_t> columns; // empty until the header was read
    std::size_t headerFields = 0;
    std::vector<std::string_view> values(table.tags.size());
    const Status status =
        readCsv(text, [&](std::span<const std::string_view> fields, std::size_t line) -> Status {
            if (columns.empty()) {
                auto found = findColumns(fields, table);
                if (!found) return found.error();
                columns = std::move(*found);
                headerFields = fields.size();
                return {};
            }
            if (fields.size() != headerFields)
                return Error{ErrorCode::ParseError, std::to_string(fields.size()) +
                                                        " fields, the header has " +
                                                        std::to_string(headerFields)};
            if (fields[columns[0]].empty())
                return Error{ErrorCode::ParseError, "no value in the key column \"" + table.column + "\""};
            for (std::size_t i = 0; i < values.size(); ++i)
                values[i] = fields[columns[i + 1]];
            return rows.add(fields[columns[0]], values, line);
        });
    if (!status) return status.error();
    if (columns.empty()) return Error{ErrorCode::ParseError, "no header line"};
    return rows;
}

Result<LookupRows> parseJsonLookup(std::string_view text, const config::LookupTable& table) {
    codec::JsonDecoder decoder(text.size());
    element document;
    if (const auto error = decoder.decodeUnpadded(text, document); error != simdjson::SUCCESS)
        return codec::describeJsonError(text, error);
    JsonTable rows(table);
    std::size_t number = 0;
    if (simdjson::dom::array array; document.get_array().get(array) == simdjson::SUCCESS) {
        for (const element row : array)
            if (Status status = rows.addRow(row, {}, ++number); !status) return inRow(status.error(), number);
        return rows.take();
    }
    if (object members; document.get_object().get(members) == simdjson::SUCCESS) {
        for (const auto member : members)
            if (Status status = rows.addRow(member.value, member.key, ++number); !status)
                return inRow(status.error(), number);
        return rows.take();
    }
    return Error{ErrorCode::ParseError, "expected an array of objects or an object of objects"};
}

Result<LookupRows> readLookupFile(const config::LookupTable& table, std::size_t maxBytes) {
    const auto text = readFile(table.file, maxBytes);
    if (!text) return text.error().at(table.file.string());
    auto rows =
        table.file.extension() == ".json" ? parseJsonLookup(*text, table) : parseCsvLookup(*text, table);
    if (!rows) return rows.error().at(table.file.string());
    return rows;
}

} // namespace eventflow::enrich
