#include "core/admin/topic_names.h"
#include "core/interchange/kcat_line.h"
#include "pipelines/admin/cluster_catalog.h"
#include "pipelines/admin/record_writes.h"
#include "pipelines/admin/write_run.h"
#include "pipelines/collect/block_pool.h"
#include "pipelines/collect/line_reader.h"

namespace eventflow::admin {
namespace {

constexpr std::size_t kBlockBytes = 256 * 1024;
/// A broker's usual bound is 1 MB; this only keeps a file without line ends out of the memory.
constexpr std::size_t kMaxLineBytes = 64 * 1024 * 1024;

std::string describeLine(std::uint64_t line) {
    return "line " + std::to_string(line);
}

/// Takes records out of lines and sends them.
class LineProducer {
public:
    LineProducer(RecordSender& sender, const ProducePlan& plan, std::stop_token stop)
        : m_sender(sender), m_topic(plan.target), m_settings(plan.settings), m_stop(std::move(stop)) {
        for (const auto& [name, value] : plan.settings.headers)
            m_headers.push_back({name, NullableBytes(value)});
    }

    /// False: stopped.
    bool take(std::string_view line) {
        ++m_line;
        if (line.ends_with('\r') && m_settings.format == ProduceSettings::Format::Kcat) line.remove_suffix(1);
        if (line.empty() && m_settings.format == ProduceSettings::Format::Kcat) return true;
        ++m_sender.report().counts.read;
        kafka::OutgoingRecord record;
        record.partition = m_settings.partition;
        record.timestamp = m_settings.timestamp;
        record.tag = m_line;
        m_arena.clear();
        if (const Status status = fill(record, line); !status) {
            m_sender.report().addFailure(describeLine(m_line), status.error());
            return !m_stop.stop_requested();
        }
        return m_sender.send(m_topic, record, describeLine, m_stop);
    }

    void refuseOverlong() {
        ++m_line;
        ++m_sender.report().counts.read;
        m_sender.report().addFailure(
            describeLine(m_line),
            {ErrorCode::LimitExceeded, "longer than " + std::to_string(kMaxLineBytes) + " bytes"});
    }

private:
    [[nodiscard]] NullableBytes orNull(std::string_view text) const {
        return !m_settings.nullMarker.empty() && text == m_settings.nullMarker ? std::nullopt : NullableBytes(text);
    }

    Status fill(kafka::OutgoingRecord& record, std::string_view line) {
        return m_settings.format == ProduceSettings::Format::Kcat ? fillKcat(record, line) : fillLine(record, line);
    }

    Status fillLine(kafka::OutgoingRecord& record, std::string_view line) {
        record.headers = m_headers;
        if (m_settings.keySeparator.empty()) {
            record.value = orNull(line);
            return {};
        }
        const std::size_t at = line.find(m_settings.keySeparator);
        if (at == line.npos)
            return Error{ErrorCode::ParseError, "no \"" + m_settings.keySeparator + "\" after the key"};
        record.key = orNull(line.substr(0, at));
        record.value = orNull(line.substr(at + m_settings.keySeparator.size()));
        return {};
    }

    Status fillKcat(kafka::OutgoingRecord& record, std::string_view line) {
        interchange::ImportedRecord parsed;
        std::string_view error;
        if (!interchange::parseKcatLine(line, m_arena, parsed, error))
            return Error{ErrorCode::ParseError, std::string(error)};
        record.key = parsed.record.key;
        record.value = parsed.record.value;
        if (parsed.record.tsArrival != kNoTime) record.timestamp = parsed.record.tsArrival;
        m_all.assign(parsed.record.headers.begin(), parsed.record.headers.end());
        m_all.insert(m_all.end(), m_headers.begin(), m_headers.end());
        record.headers = m_all;
        return {};
    }

    RecordSender& m_sender;
    const std::string& m_topic;
    const ProduceSettings& m_settings;
    std::stop_token m_stop;
    std::vector<Header> m_headers; ///< of the plan
    std::vector<Header> m_all;     ///< of one record
    Arena m_arena;
    std::uint64_t m_line = 0;
};

Status produceLines(RecordSender& sender, const ProducePlan& plan, std::unique_ptr<collect::ByteReader> input,
                    const std::stop_token& stop) {
    collect::BlockPool pool(kBlockBytes);
    collect::LineReader lines(std::move(input), pool, kMaxLineBytes);
    LineProducer producer(sender, plan, stop);
    collect::LineRun run;
    bool going = true;
    Status read;
    while (going) {
        const auto more = lines.next(run);
        if (!more) read = more.error();
        if (!more || !*more) break;
        if (run.overlongBytes > 0) {
            producer.refuseOverlong();
            continue;
        }
        for (std::string_view text = run.text; going && !text.empty();) {
            const std::size_t end = text.find('\n');
            going = producer.take(text.substr(0, end));
            text.remove_prefix(end == text.npos ? text.size() : end + 1);
        }
    }
    const Status flushed = sender.flush(describeLine);
    return read ? flushed : read;
}

} // namespace

Result<ProducePlan> planProduce(const AdminClient& client, const std::string& topic,
                                const std::string& source, ProduceSettings settings) {
    const auto catalog = fetchCatalog(client);
    if (!catalog) return catalog.error();
    const auto found = findChangeable(*catalog, topic);
    if (!found) return found.error();
    if (settings.partition >= static_cast<std::int32_t>(found->partitionCount))
        return Error{ErrorCode::NotFound,
                     toString({topic, settings.partition}) + ": there is no such partition"};
    ProducePlan plan;
    plan.action = Action::Produce;
    plan.target = topic;
    plan.parameters = {{"source", source},
                           {"format", settings.format == ProduceSettings::Format::Kcat ? "kcat" : "lines"}};
    plan.changes.push_back({"records in topic " + topic, "", "one for each line of " + source});
    plan.settings = std::move(settings);
    return plan;
}

Result<WriteReport> execute(const WriteContext& context, const ProducePlan& plan,
                            std::unique_ptr<collect::ByteReader> input) {
    return runWrite(context, plan, [&](RecordSender& sender) {
        return produceLines(sender, plan, std::move(input), context.stop);
    });
}

} // namespace eventflow::admin
