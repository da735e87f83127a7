#include "core/interchange/json_record.h"

#include <string>
#include <vector>

namespace eventflow::interchange {

namespace {

/// Reads headers in whatever form they have into one list.
class HeaderReader {
public:
    explicit HeaderReader(JsonRecordReader& reader) : m_reader(reader), m_scan(reader.scan()) {}

    bool read() {
        if (m_scan.takeNull()) return true;
        const bool whole = m_scan.peek() == '{' ? readMap() : readList();
        if (!whole) return false;
        m_reader.out().record.headers = m_reader.arena().copy(std::span<const Header>(m_headers));
        return true;
    }

private:
    bool readMap() {
        return m_reader.eachMember([this](std::string_view name) {
            Header& header = m_headers.emplace_back();
            header.name = name;
            return readValueOf(header);
        });
    }

    bool readList() {
        if (!m_scan.take('[')) return m_reader.fail("the headers are neither a list nor an object");
        if (m_scan.take(']')) return true;
        do {
            const char first = m_scan.peek();
            if (!(first == '{' ? readObject() : first == '[' ? readPair() : readNameAndValue())) return false;
        } while (m_scan.take(','));
        return m_scan.take(']') || m_reader.fail("the headers have no end");
    }

    /// `{"key": name, "value": value}`, or `{name: [bytes]}`.
    bool readObject() {
        Header header;
        bool named = false;
        const bool whole = m_reader.eachMember([&](std::string_view name) {
            if (m_scan.peek() == '[') {
                named = true;
                header.name = name;
                return readByteList(header.value);
            }
            if (name == "key") {
                named = true;
                return readName(header);
            }
            if (name == "value") return readValueOf(header);
            if (named || !m_scan.takeNull()) return m_reader.skip();
            named = true; // `{name: null}`
            header.name = name;
            return true;
        });
        if (!whole) return false;
        if (!named) return m_reader.fail("a header without a name");
        m_headers.push_back(header);
        return true;
    }

    bool readPair() {
        Header header;
        if (!m_scan.take('[') || !readName(header) || !m_scan.take(',') || !readValueOf(header) ||
            !m_scan.take(']'))
            return m_reader.fail("a header is no pair of a name and a value");
        m_headers.push_back(header);
        return true;
    }

    bool readNameAndValue() {
        Header header;
        if (!readName(header)) return false;
        if (!m_scan.take(',')) return m_reader.fail("a header without a value");
        if (!readValueOf(header)) return false;
        m_headers.push_back(header);
        return true;
    }

    bool readName(Header& header) {
        NullableBytes name;
        if (m_scan.peek() == '{') { // bytes that are no text, where a layout marks them
            if (!m_reader.layout().readBytes(m_reader, name)) return false;
        } else {
            name = m_scan.takeString(m_reader.arena());
        }
        if (!name) return m_reader.fail("a header's name is not a string");
        header.name = *name;
        return true;
    }

    bool readValueOf(Header& header) { return m_reader.layout().readBytes(m_reader, header.value); }

    /// Bytes as numbers; Java's are signed.
    bool readByteList(NullableBytes& target) {
        const auto text = m_scan.takeValue();
        if (!text) return m_reader.fail("a header's bytes have no end");
        JsonScan scan(*text);
        std::string bytes;
        if (scan.take('[') && !scan.take(']')) {
            do {
                const auto byte = scan.takeInteger();
                if (!byte || *byte < -128 || *byte > 255)
                    return m_reader.fail("a header's bytes are not numbers from -128 to 255");
                bytes += static_cast<char>(*byte);
            } while (scan.take(','));
            if (!scan.take(']')) return m_reader.fail("a header's bytes have no end");
        }
        target = m_reader.arena().copy(bytes);
        return true;
    }

    JsonRecordReader& m_reader;
    JsonScan& m_scan;
    std::vector<Header> m_headers;
};

} // namespace

bool readHeaders(JsonRecordReader& reader) {
    return HeaderReader(reader).read();
}

} // namespace eventflow::interchange
