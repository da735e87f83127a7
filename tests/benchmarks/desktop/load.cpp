#include "tests/benchmarks/desktop/load.h"

#include "tests/widgets/support/fake_workbench.h"

#include <array>

namespace eventflow::bench {

namespace {

using std::chrono::seconds;
using testing::FakeWorkbench;

Timestamp nowOf(int frame) {
    return FakeWorkbench::kStart + std::chrono::hours(1) + std::chrono::milliseconds(100) * frame;
}

std::string topicName(int topic) {
    return "orders.region-" + std::to_string(topic) + ".v1";
}

Alert alert(int index, int frame) {
    static constexpr std::array<AlertState, 4> kStates{AlertState::Firing, AlertState::Pending,
                                                       AlertState::Recovering, AlertState::Firing};
    static constexpr std::array<const char*, 3> kSeverities{"critical", "warning", "info"};
    const bool changes = index % 100 == frame % 100;
    Alert a;
    a.group = "hosts";
    a.rule = "Rule" + std::to_string(index % 40);
    a.ruleId = a.group + "/" + a.rule;
    a.labels = Labels({{"alertname", a.rule},
                       {"severity", kSeverities[static_cast<std::size_t>(index % 3)]},
                       {"host", "host-" + std::to_string(index)},
                       {"zone", "eu-west-1" + std::string(1, static_cast<char>('a' + index % 3))}});
    a.annotations.set("summary", "host-" + std::to_string(index) + " is over its limit");
    a.state = kStates[static_cast<std::size_t>((index + (changes ? 1 : 0)) % 4)];
    a.activeAt = FakeWorkbench::kStart + seconds(index % 3000);
    a.firedAt = a.activeAt + seconds(60);
    a.keepFiringSince = a.activeAt + seconds(90);
    a.value = index % 97 + (changes ? 0.5 : 0);
    return a;
}

constexpr std::array<std::pair<Step, RejectCode>, 4> kGroups{{{Step::Decode, RejectCode::MalformedJson},
                                                              {Step::Decode, RejectCode::NoValue},
                                                              {Step::Normalize, RejectCode::WrongType},
                                                              {Step::Validate, RejectCode::InvalidCurrency}}};

} // namespace

std::string message(Shape shape, std::size_t bytes) {
    std::string text;
    text.reserve(bytes + 64);
    if (shape == Shape::Binary) {
        for (std::size_t i = 0; i < bytes; ++i)
            text += static_cast<char>(i * 131 + i / 251);
        return text;
    }
    const bool indented = shape == Shape::IndentedJson;
    text = shape == Shape::OneString ? R"({"text":")" : "{";
    const std::string end = shape == Shape::OneString ? R"("})" : R"("last":0})";
    for (int field = 0; text.size() + 40 + end.size() < bytes; ++field)
        text += shape == Shape::OneString
                    ? "the quick brown fox — 0123 "
                    : (indented ? "\n  " : "") + std::string("\"field_") + std::to_string(field) +
                          R"(":"value )" + std::to_string(field * 7) + "\",";
    const char filler = shape == Shape::OneString ? 'x' : ' ';
    text.append(bytes - text.size() - end.size(), filler);
    return text + end;
}

feed::RecordPreview record(const std::string& topic, std::int64_t offset, std::string value) {
    feed::RecordPreview r;
    r.topic = topic;
    r.partition = static_cast<std::int32_t>(offset % kPartitionsPerTopic);
    r.offset = offset;
    r.tsArrival = FakeWorkbench::kStart + std::chrono::milliseconds(offset);
    r.key = "key-" + std::to_string(offset % 1000);
    r.valueBytes = value.size();
    r.value = std::move(value);
    r.headers = {{"content-type", "application/json"}, {"trace-id", "4bf92f3577b34da6"}};
    return r;
}

feed::PipelineDelta quietFrame(int frame) {
    feed::PipelineDelta delta = FakeWorkbench::demoDelta(0.1 * (frame + 1));
    delta.watermark = nowOf(frame);
    delta.transitions.clear();
    delta.deadLetters.clear();
    delta.records.clear();
    delta.schemas.clear();
    delta.activeAlerts.reset();
    return delta;
}

feed::PipelineDelta alertsFrame(int frame) {
    feed::PipelineDelta delta = quietFrame(frame);
    auto alerts = std::make_shared<std::vector<Alert>>();
    for (int i = 0; i < kAlerts; ++i)
        alerts->push_back(alert(i, frame));
    delta.activeAlerts = std::move(alerts);
    delta.transitions = transitions(frame, 100);
    return delta;
}

std::vector<AlertTransition> transitions(int frame, std::size_t count) {
    std::vector<AlertTransition> result;
    for (std::size_t i = 0; i < count; ++i) {
        const int index = static_cast<int>(i) * 100 + frame % 100;
        result.push_back({nowOf(frame) + std::chrono::milliseconds(i), nowOf(frame), AlertState::Pending,
                          alert(index % kAlerts, frame), "held 1m for 1m"});
        if (i % 10 == 0) result.back().alert.state = AlertState::Resolved;
    }
    return result;
}

feed::PipelineDelta topicsFrame(int frame) {
    feed::PipelineDelta delta = quietFrame(frame);
    delta.streams.clear();
    const auto moved = static_cast<std::uint64_t>(frame);
    for (int topic = 0; topic < kTopics; ++topic) {
        for (int p = 0; p < kPartitionsPerTopic; ++p) {
            feed::StreamStats s;
            s.topic = topicName(topic);
            s.partition = p;
            s.records = 1000 + moved * static_cast<std::uint64_t>(100 + p);
            s.bytes = s.records * 214;
            s.firstOffset = 0;
            s.nextOffset = static_cast<std::int64_t>(s.records);
            s.endOffset = s.nextOffset + p;
            s.lastEvent = nowOf(frame);
            delta.streams.push_back(std::move(s));
        }
        auto& records = delta.records[topicName(topic)];
        for (std::size_t i = 0; i < feed::PipelineDelta::kMaxRecordsPerTopic; ++i)
            records.push_back(record(topicName(topic), frame * 200 + static_cast<std::int64_t>(i),
                                     R"({"host":"web-1","value":)" + std::to_string(i) + "}"));
    }
    return delta;
}

std::vector<feed::DeadLetterPreview> letters(Step step, RejectCode code, std::int64_t firstOffset,
                                             std::size_t count, std::size_t valueBytes) {
    std::vector<feed::DeadLetterPreview> result;
    const std::string value = message(Shape::CompactJson, valueBytes);
    for (std::size_t i = 0; i < count; ++i)
        result.push_back({step, code, "byte 41: a string is not closed",
                          record("orders.v1", firstOffset + static_cast<std::int64_t>(i), value)});
    return result;
}

feed::PipelineDelta lettersFrame(int frame) {
    feed::PipelineDelta delta = quietFrame(frame);
    delta.deadLetterCounts.clear();
    for (const auto& [step, code] : kGroups) {
        delta.deadLetterCounts.push_back(
            {step, code, kDeadLetters / kGroups.size() + static_cast<std::uint64_t>(frame) * 125});
        for (feed::DeadLetterPreview& letter : letters(step, code, 10'000 + frame * 125, 125, 256))
            delta.deadLetters.push_back(std::move(letter));
    }
    return delta;
}

} // namespace eventflow::bench
