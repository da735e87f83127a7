#include "core/schema/avro_compatibility.h"

#include "core/codec/avro/resolution.h"

#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace eventflow::schema {

namespace {

using codec::avro::LogicalType;
using codec::avro::Schema;
using codec::avro::SchemaField;
using codec::avro::SchemaType;
using codec::avro::Type;
using codec::avro::TypeId;
using codec::avro::TypePair;

/// Schemas in which more pairs of records meet are beyond anything that people write.
constexpr std::size_t kMaxPairs = 200'000;

std::string quoted(const std::string& name) {
    return '"' + name + '"';
}

/// Walks both schemas together. Records are put on a list, each pair once, so that types within themselves
/// end.
class Walk {
public:
    Walk(const Schema& reader, const Schema& writer) : m_reader(reader), m_writer(writer) {}

    SchemaCheck run() {
        compare({{&m_writer, m_writer.root(), &m_reader, m_reader.root()}, {}, {}});
        while (!m_records.empty()) {
            const Place record = std::move(m_records.back());
            m_records.pop_back();
            compareFields(record);
        }
        return std::move(m_check);
    }

private:
    struct Place {
        TypePair types;
        std::string readerPath;
        std::string writerPath;

        [[nodiscard]] Place below(TypeId writer, const std::string& writerStep, TypeId reader,
                                  const std::string& readerStep) const {
            return {types.with(writer, reader), readerPath + readerStep, writerPath + writerStep};
        }
    };

    void add(const Place& place, std::string_view kind, std::string message) {
        m_check.add({kind, place.readerPath, place.writerPath, std::move(message)});
    }

    [[nodiscard]] std::string writerText(const Place& place) const {
        return m_writer.describe(place.types.writer);
    }
    [[nodiscard]] std::string readerText(const Place& place) const {
        return m_reader.describe(place.types.reader);
    }

    void compare(const Place& place) {
        const SchemaType& writer = place.types.writerType();
        const SchemaType& reader = place.types.readerType();
        if (writer.type == Type::Union) {
            for (std::size_t i = 0; i < writer.branches.size(); ++i)
                compare(place.below(writer.branches[i], '/' + std::to_string(i), place.types.reader, ""));
        } else if (reader.type == Type::Union) {
            intoUnion(place);
        } else if (writer.type == reader.type) {
            compareSame(place);
        } else if (!codec::avro::isPromotion(writer.type, reader.type)) {
            add(place, "TYPE_MISMATCH",
                "data of type " + writerText(place) + " cannot be read as " + readerText(place));
        } else {
            compareLogical(place);
        }
    }

    void intoUnion(const Place& place) {
        const SchemaType& reader = place.types.readerType();
        const auto branch = codec::avro::matchingBranch(m_writer, place.types.writer, m_reader, reader);
        if (!branch) {
            add(place, "MISSING_UNION_BRANCH",
                "data of type " + writerText(place) + " fits no branch of the reader's " + readerText(place) +
                    "; add a branch for it");
            return;
        }
        std::size_t index = 0;
        while (reader.branches[index] != *branch)
            ++index;
        compare(place.below(place.types.writer, "", *branch, '/' + std::to_string(index)));
    }

    void compareSame(const Place& place) {
        const SchemaType& writer = place.types.writerType();
        const SchemaType& reader = place.types.readerType();
        if (codec::avro::isNamed(writer.type) && !codec::avro::namesMatch(writer, reader)) {
            add(place, "NAME_MISMATCH",
                writerText(place) + " has another name than " + readerText(place) + "; an alias " +
                    quoted(writer.name) + " in the reader's would make them match");
            return;
        }
        compareLogical(place);
        if (writer.type == Type::Record)
            enqueue(place);
        else if (writer.type == Type::Enum)
            compareSymbols(place);
        else if (writer.type == Type::Array)
            compare(place.below(writer.element, "/items", reader.element, "/items"));
        else if (writer.type == Type::Map)
            compare(place.below(writer.element, "/values", reader.element, "/values"));
        else if (writer.type == Type::Fixed && writer.fixedSize != reader.fixedSize)
            add(place, "FIXED_SIZE_MISMATCH",
                writerText(place) + " has " + std::to_string(writer.fixedSize) + " bytes, the reader's " +
                    std::to_string(reader.fixedSize));
    }

    void compareLogical(const Place& place) {
        const SchemaType& writer = place.types.writerType();
        const SchemaType& reader = place.types.readerType();
        if (!codec::avro::decimalsMatch(writer, reader))
            add(place, "DECIMAL_MISMATCH",
                "decimals of precision " + std::to_string(writer.precision) + " and scale " +
                    std::to_string(writer.scale) + " cannot be read with precision " +
                    std::to_string(reader.precision) + " and scale " + std::to_string(reader.scale) +
                    ": the numbers would change");
        else if (writer.logical != reader.logical && reader.logical != LogicalType::None)
            m_check.warn({"LOGICAL_TYPE_MISMATCH", place.readerPath, place.writerPath,
                          std::string("data of logical type ") + toString(writer.logical) + " is read as " +
                              toString(reader.logical) + ": it is readable, but may mean something else"});
    }

    void compareSymbols(const Place& place) {
        const SchemaType& writer = place.types.writerType();
        const SchemaType& reader = place.types.readerType();
        if (reader.defaultSymbol) return;
        const std::unordered_set<std::string_view> readable(reader.symbols.begin(), reader.symbols.end());
        std::string missing;
        for (const std::string& symbol : writer.symbols)
            if (!readable.contains(symbol)) missing += (missing.empty() ? "" : ", ") + symbol;
        if (!missing.empty())
            add(place, "MISSING_ENUM_SYMBOLS",
                "the reader's enum " + reader.name + " lacks the symbols " + missing +
                    " and has no default; add the symbols or a default");
    }

    void enqueue(const Place& place) {
        if (!m_seen.emplace(place.types.writer, place.types.reader).second) return;
        if (m_seen.size() > kMaxPairs) {
            if (m_seen.size() == kMaxPairs + 1)
                add(place, "UNDECIDED",
                    "more than " + std::to_string(kMaxPairs) +
                        " pairs of records meet; not looked at further");
            return;
        }
        m_records.push_back(place);
    }

    void compareFields(const Place& place) {
        const SchemaType& writer = place.types.writerType();
        const SchemaType& reader = place.types.readerType();
        const auto matches = codec::avro::matchFields(writer, reader);
        for (std::size_t i = 0; i < matches.size(); ++i) {
            const SchemaField& field = reader.fields[i];
            const std::string readerStep = "/fields/" + std::to_string(i);
            if (matches[i])
                compare(place.below(writer.fields[*matches[i]].type,
                                    "/fields/" + std::to_string(*matches[i]) + "/type", field.type,
                                    readerStep + "/type"));
            else if (!field.defaultBinary)
                add(place.below(place.types.writer, "", place.types.reader, readerStep),
                    "READER_FIELD_MISSING_DEFAULT_VALUE", missingField(writer, reader, field));
        }
    }

    static std::string missingField(const SchemaType& writer, const SchemaType& reader,
                                    const SchemaField& field) {
        const std::string what = "field " + quoted(field.name) + " of record " + reader.name +
                                 " is not in the writer's record " + writer.name;
        if (field.defaultJson) return what + ", and its default is no valid one: " + field.defaultFault;
        return what + " and has no default, so that data without it cannot be read; give it a default";
    }

    const Schema& m_reader;
    const Schema& m_writer;
    SchemaCheck m_check;
    std::set<std::pair<TypeId, TypeId>> m_seen;
    std::vector<Place> m_records;
};

} // namespace

SchemaCheck canRead(const codec::avro::Schema& reader, const codec::avro::Schema& writer) {
    return Walk(reader, writer).run();
}

} // namespace eventflow::schema
