#include "pipelines/collect/simulator_source.h"

#include "pipelines/collect/simulator.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <string>

namespace eventflow::collect {

namespace {

constexpr std::size_t kBatchRecords = 2000;
constexpr const char* kPositionStream = "simulator";

std::string simulationId(const SimulatorOptions& options) {
    std::string id =
        "simulator:seed=" + std::to_string(options.seed) + ",hosts=" + std::to_string(options.hosts) +
        ",start=" + formatIso8601(options.start) + ",incident=" + toString(options.incident) +
        ",duplicates=" + std::to_string(options.duplicatesPerMillion) +
        ",corrupted=" + std::to_string(options.corruptedPerMillion) +
        ",delay=" + formatDuration(options.maxDelay) + ",events=" + std::to_string(options.events);
    if (options.incidentStart) id += ",incident_start=" + formatDuration(*options.incidentStart);
    return id;
}

class SimulatorSource final : public Source {
public:
    SimulatorSource(const SimulatorOptions& options, Pacing pacing)
        : m_id(simulationId(options)), m_simulator(options), m_pacer(pacing) {}

    [[nodiscard]] std::string describe() const override {
        return "simulator, " + std::to_string(m_simulator.options().hosts) +
               " hosts, incident: " + toString(m_simulator.options().incident);
    }
    [[nodiscard]] std::string id() const override { return m_id; }
    [[nodiscard]] bool bounded() const override { return m_simulator.options().events != 0; }
    [[nodiscard]] double progress() const override {
        if (!bounded()) return -1;
        return static_cast<double>(m_given.load(std::memory_order_relaxed)) /
               static_cast<double>(m_simulator.options().events);
    }

    Status open(const Positions& resumeFrom) override;
    Result<ReadOutcome> read(RecordBatch& out, std::chrono::milliseconds wait, std::stop_token stop) override;

private:
    bool waitForDue(std::chrono::milliseconds wait, const std::stop_token& stop);
    [[nodiscard]] bool prepare();
    void append(RecordBatch& out);
    void report(RecordBatch& out, bool atEnd) const;

    const std::string m_id;
    Simulator m_simulator;
    Pacer m_pacer;
    Pacer::Clock::time_point m_now; ///< read anew only when a record seems not due
    SimulatedRecord m_record;       ///< the next to give, if m_prepared
    bool m_prepared = false;
    std::array<Stream, 3> m_streams{Stream{"ingest.raw.agent", 0, 1}, Stream{"events.raw.v1", 0, 2},
                                    Stream{"signals.log.v1", 0, 3}};
    std::array<std::int64_t, 3> m_offsets{};
    Stream m_positionStream{kPositionStream, 0, 0};
    std::atomic<std::uint64_t> m_given{0};
};

Status SimulatorSource::open(const Positions& resumeFrom) {
    const auto position = resumeFrom.find({kPositionStream, 0});
    if (position == resumeFrom.end()) return {};
    std::int64_t given = 0;
    for (SimulatedRecord record; given < position->second && m_simulator.skip(record); ++given)
        ++m_offsets[static_cast<std::size_t>(record.truth.kind)];
    m_given = static_cast<std::uint64_t>(given);
    return {};
}

bool SimulatorSource::prepare() {
    if (!m_prepared) m_prepared = m_simulator.next(m_record);
    return m_prepared;
}

/// Whether the next record is due within `wait`.
bool SimulatorSource::waitForDue(std::chrono::milliseconds wait, const std::stop_token& stop) {
    if (m_pacer.untilDue(m_record.index, m_record.tsArrival, m_now) <= Duration::zero()) return true;
    m_now = Pacer::Clock::now();
    const Duration due = m_pacer.untilDue(m_record.index, m_record.tsArrival, m_now);
    if (due <= Duration::zero()) return true;
    if (wait > wait.zero()) sleepFor(std::min<Duration>(due, wait), stop);
    m_now = Pacer::Clock::now();
    return due <= wait && !stop.stop_requested();
}

void SimulatorSource::append(RecordBatch& out) {
    const auto kind = static_cast<std::size_t>(m_record.truth.kind);
    Record& record = out.records.emplace_back();
    record.stream = &m_streams[kind];
    record.offset = m_offsets[kind]++;
    record.tsArrival = m_record.tsArrival;
    record.key = out.arena.copy(m_record.key);
    auto* value = reinterpret_cast<char*>(out.arena.allocate(m_record.value.size() + kValuePadding, 1));
    std::memcpy(value, m_record.value.data(), m_record.value.size());
    record.value = std::string_view(value, m_record.value.size());
    out.bytes += m_record.key.size() + m_record.value.size();
    m_prepared = false;
}

void SimulatorSource::report(RecordBatch& out, bool atEnd) const {
    const auto given = static_cast<std::int64_t>(m_given.load(std::memory_order_relaxed));
    const auto events = static_cast<std::int64_t>(m_simulator.options().events);
    out.progress.push_back({&m_positionStream, given, events != 0 ? events : -1, atEnd});
    for (std::size_t kind = 0; kind < m_streams.size(); ++kind)
        out.progress.push_back({&m_streams[kind], m_offsets[kind], m_offsets[kind], atEnd});
}

Result<ReadOutcome> SimulatorSource::read(RecordBatch& out, std::chrono::milliseconds wait,
                                          std::stop_token stop) {
    m_now = Pacer::Clock::now();
    bool more = true;
    while (out.records.size() < kBatchRecords && (more = prepare())) {
        // Only the first record is waited for: what is due goes out at once.
        if (!waitForDue(out.records.empty() ? wait : wait.zero(), stop)) break;
        append(out);
    }
    m_given.fetch_add(out.records.size(), std::memory_order_relaxed);
    if (out.records.empty() && more) return ReadOutcome::Idle;
    report(out, !more);
    out.endOfInput = !more;
    return more ? ReadOutcome::Batch : ReadOutcome::End;
}

} // namespace

Result<std::unique_ptr<Source>> makeSimulatorSource(const SimulatorOptions& options, Pacing pacing) {
    if (const Status status = validate(options); !status) return status.error();
    return std::unique_ptr<Source>(std::make_unique<SimulatorSource>(options, pacing));
}

} // namespace eventflow::collect
