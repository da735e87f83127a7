#include "pipelines/automate/checkpoint.h"

#include <charconv>

namespace eventflow::automate {

namespace {

constexpr std::string_view kHeader = "clock 1";

void append(std::string& out, std::int64_t value) {
    out += ' ';
    out += std::to_string(value);
}

/// Reads what serialize() writes, field by field.
class Reader {
public:
    explicit Reader(std::string_view text) : m_rest(text) {}

    bool literal(std::string_view expected) {
        if (!m_rest.starts_with(expected)) return false;
        m_rest.remove_prefix(expected.size());
        return true;
    }
    template <typename T>
    bool number(T& out) {
        if (!literal(" ")) return false;
        const auto [end, error] = std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), out);
        if (error != std::errc{}) return false;
        m_rest.remove_prefix(static_cast<std::size_t>(end - m_rest.data()));
        return true;
    }
    bool time(Timestamp& out) {
        std::int64_t ns = 0;
        if (!number(ns)) return false;
        out = timestampFromNs(ns);
        return true;
    }
    bool text(std::string& out) {
        std::size_t length = 0;
        if (!number(length) || !literal(" ") || length > m_rest.size()) return false;
        out = m_rest.substr(0, length);
        m_rest.remove_prefix(length);
        return true;
    }
    [[nodiscard]] bool done() const { return m_rest.empty(); }

private:
    std::string_view m_rest;
};

bool readStream(Reader& reader, ClockCheckpoint::StreamClock& stream) {
    std::size_t runs = 0;
    if (!reader.literal("stream") || !reader.text(stream.topic) || !reader.number(stream.partition) ||
        !reader.time(stream.largest) || !reader.time(stream.lastArrival) || !reader.number(runs))
        return false;
    for (std::size_t i = 0; i < runs; ++i) {
        std::pair<std::int64_t, std::int64_t> run;
        if (!reader.number(run.first) || !reader.number(run.second)) return false;
        stream.runs.push_back(run);
    }
    return reader.literal("\n");
}

} // namespace

std::string serialize(const ClockCheckpoint& checkpoint) {
    std::string out(kHeader);
    append(out, toNs(checkpoint.watermark));
    append(out, toNs(checkpoint.arrival));
    append(out, toNs(checkpoint.largestEvent));
    append(out, toNs(checkpoint.earliestEvent));
    append(out, toNs(checkpoint.lastTick));
    out += '\n';
    for (const auto& stream : checkpoint.streams) {
        out += "stream";
        append(out, static_cast<std::int64_t>(stream.topic.size()));
        out += ' ';
        out += stream.topic;
        append(out, stream.partition);
        append(out, toNs(stream.largest));
        append(out, toNs(stream.lastArrival));
        append(out, static_cast<std::int64_t>(stream.runs.size()));
        for (const auto& [first, end] : stream.runs) {
            append(out, first);
            append(out, end);
        }
        out += '\n';
    }
    return out;
}

Result<ClockCheckpoint> parseClockCheckpoint(std::string_view text) {
    const auto broken = [](std::size_t line) {
        return Error{ErrorCode::ParseError,
                     "engine checkpoint, line " + std::to_string(line) + ": not readable"};
    };
    Reader reader(text);
    ClockCheckpoint checkpoint;
    if (!reader.literal(kHeader) || !reader.time(checkpoint.watermark) || !reader.time(checkpoint.arrival) ||
        !reader.time(checkpoint.largestEvent) || !reader.time(checkpoint.earliestEvent) ||
        !reader.time(checkpoint.lastTick) || !reader.literal("\n"))
        return broken(1);
    while (!reader.done())
        if (!readStream(reader, checkpoint.streams.emplace_back()))
            return broken(checkpoint.streams.size() + 1);
    return checkpoint;
}

} // namespace eventflow::automate
