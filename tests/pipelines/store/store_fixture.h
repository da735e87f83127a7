#pragma once

// clang-format off
#include <string> // moc 6.4 cannot read <compare> before it
// clang-format on

#include "core/series/series_catalog.h"
#include "pipelines/store/store_reader.h"
#include "pipelines/store/store_writer.h"

#include <QtTest/QtTest>

#include <initializer_list>
#include <memory>

/// Fails the test function with the error's text.
#define VERIFY_OK(expression)                                                                                \
    do {                                                                                                     \
        auto&& verified = (expression);                                                                      \
        QVERIFY2(bool(verified), eventflow::store::errorText(verified).c_str());                             \
    } while (false)

/// QCOMPARE cannot show an ErrorCode: it would free what our toString() returns.
#define VERIFY_ERROR(result, expected)                                                                       \
    QVERIFY2(!(result) && (result).error().code == (expected), eventflow::store::errorText(result).c_str())

namespace eventflow::store {

template <typename T>
std::string errorText(const T& result) {
    return result ? std::string() : std::string(toString(result.error().code)) + ": " + result.error().detail;
}

inline Labels labelsOf(std::initializer_list<Label> labels) {
    return Labels(std::vector<Label>(labels));
}

inline Timestamp at(std::int64_t seconds) {
    return timestampFromNs(seconds * 1'000'000'000);
}

/// A database in a folder of its own.
class TemporaryStore {
public:
    [[nodiscard]] std::filesystem::path file() const {
        return std::filesystem::path(m_folder.path().toStdString()) / "eventflow.db";
    }
    [[nodiscard]] std::unique_ptr<StoreWriter> writer(const StoreOptions& options = {}) const {
        auto writer = StoreWriter::open(file(), options);
        if (!writer) qFatal("%s", writer.error().detail.c_str());
        return std::move(*writer);
    }
    [[nodiscard]] std::unique_ptr<StoreReader> reader() const {
        auto reader = StoreReader::open(file());
        if (!reader) qFatal("%s", reader.error().detail.c_str());
        return std::move(*reader);
    }
    [[nodiscard]] std::uint64_t count(const std::string& table) const {
        const auto counts = reader()->counts();
        if (!counts) qFatal("%s", counts.error().detail.c_str());
        for (const auto& [name, rows] : *counts)
            if (name == table) return rows;
        qFatal("no such table: %s", table.c_str());
        return 0;
    }

private:
    QTemporaryDir m_folder;
};

/// A batch under construction. Texts given to it must outlive it (literals do).
class TestBatch {
public:
    static constexpr const char* kSource = "test-source";

    explicit TestBatch(const Stream& stream) : m_stream(stream) {
        // So that what add() returned stays valid.
        batch.events.reserve(512);
        batch.deadLetters.reserve(512);
        batch.input.records.reserve(1024);
    }

    Event& add(BodyKind body, Timestamp ts) {
        Event& event = batch.events.emplace_back();
        event.body = body;
        event.tsEvent = ts;
        event.record = addRecord();
        return event;
    }
    void sample(SeriesIdentity* series, Timestamp ts, double value) {
        Event& event = add(BodyKind::Metric, ts);
        event.series = series;
        event.value = value;
    }
    DeadLetter& deadLetter(Step step, RejectCode code) {
        DeadLetter& letter = batch.deadLetters.emplace_back();
        letter.step = step;
        letter.code = code;
        letter.record = addRecord();
        return letter;
    }
    void progress(std::int64_t nextOffset) {
        batch.input.progress.push_back({&m_stream, nextOffset, -1, false});
    }
    Record& record(std::uint32_t index) { return batch.input.records[index]; }

    PipelineBatch batch;

private:
    std::uint32_t addRecord() {
        Record& record = batch.input.records.emplace_back();
        record.stream = &m_stream;
        record.offset = static_cast<std::int64_t>(batch.input.records.size()) - 1;
        return static_cast<std::uint32_t>(batch.input.records.size() - 1);
    }
    const Stream& m_stream;
};

} // namespace eventflow::store
