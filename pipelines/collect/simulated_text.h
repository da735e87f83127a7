#pragma once

#include "pipelines/collect/fleet.h"
#include "pipelines/collect/signal_model.h"
#include "pipelines/collect/simulated_record.h"
#include "pipelines/collect/text_buffer.h"

#include <string>
#include <string_view>
#include <vector>

namespace eventflow::collect {

/// Writes planned records as the JSON that agents, payment services and log shippers send.
/// Thread: confined (keeps the text of the last minute). Nothing is allocated per record.
class SimulatedText {
public:
    SimulatedText(const SimulatorOptions& options, const Fleet& fleet, const SignalModel& signals);

    /// Sets the topic, key and value of `out` for `out.truth`.
    void write(SimulatedRecord& out);

private:
    struct HostText {
        std::string metricStart; ///< up to the metric's name
        std::string logSource;   ///< tenant and source of an envelope
        std::string tags;        ///< `{"env":…}`
    };

    void writeMetric(const PlannedRecord& record);
    void writePayment(const PlannedRecord& record);
    void writeAmount(const PlannedRecord& record, bool broken);
    void writeLog(const PlannedRecord& record);
    void writeLogBody(const PlannedRecord& record);
    void writeGarbage(const PlannedRecord& record);
    void appendTime(std::int64_t sinceStartMs);

    const Fleet& m_fleet;
    const SignalModel& m_signals;
    std::int64_t m_startMs;
    std::vector<HostText> m_hosts;
    TextBuffer m_key;
    TextBuffer m_value;
    std::int64_t m_minute = -1; ///< since the epoch, of m_minuteText
    std::string m_minuteText;   ///< `2026-01-01T00:00:`
};

} // namespace eventflow::collect
