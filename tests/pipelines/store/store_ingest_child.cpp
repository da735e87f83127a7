// Ingests deterministic batches until it is killed, or 20 more and an orderly close when called with
// `finish`. Batch n holds one sample per series at second n, events and a dead letter, and moves the offset
// to n + 1.

#include "core/series/series_catalog.h"
#include "pipelines/store/store_writer.h"

#include <cstdio>
#include <string_view>

using namespace eventflow;

namespace {

constexpr int kSeries = 30;
constexpr int kEvents = 5;

void fillBatch(PipelineBatch& batch, const Stream& stream, SeriesCatalog& catalog, std::int64_t n) {
    batch.clear();
    batch.input.records.resize(1);
    batch.input.records[0].stream = &stream;
    batch.input.records[0].offset = n;
    for (int i = 0; i < kSeries; ++i) {
        // Every hundredth batch brings new series, so that dictionary rows are at stake, too.
        Labels labels;
        labels.set(kMetricNameLabel, "m" + std::to_string(i));
        if (i == 0) labels.set("epoch", std::to_string(n / 100));
        Event& event = batch.events.emplace_back();
        event.body = BodyKind::Metric;
        event.tsEvent = timestampFromNs(n * 1'000'000'000);
        event.value = static_cast<double>(n) / 10;
        event.series = catalog.findOrAdd(labels, "");
    }
    for (int i = 0; i < kEvents; ++i) {
        Event& event = batch.events.emplace_back();
        event.body = BodyKind::Log;
        event.tsEvent = timestampFromNs(n * 1'000'000'000 + i);
        event.text = "an event";
    }
    batch.deadLetters.emplace_back();
    batch.input.progress = {{&stream, n + 1, -1, false}};
    batch.output.dedupKeys = {{static_cast<std::uint64_t>(n), 7}};
    batch.output.checkpoint = {{"next", std::to_string(n + 1)}};
}

int fail(const Error& error) {
    std::fprintf(stderr, "%s\n", error.detail.c_str());
    return 1;
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    const bool finish = argc > 2 && std::string_view(argv[2]) == "finish";
    store::StoreOptions options;
    options.rotateRows = 3000;
    options.dedupWindow = 500;
    auto writer = store::StoreWriter::open(argv[1], options);
    if (!writer) return fail(writer.error());
    const auto state = (*writer)->restore("child");
    if (!state) return fail(state.error());
    const auto position = state->positions.find({"t", 0});
    const std::int64_t first = position == state->positions.end() ? 0 : position->second;
    std::puts("ready");
    std::fflush(stdout);

    const Stream stream{"t", 0, 0};
    SeriesCatalog catalog(1'000'000);
    PipelineBatch batch;
    for (std::int64_t n = first; !finish || n < first + 20; ++n) {
        fillBatch(batch, stream, catalog, n);
        if (Status s = (*writer)->write(batch, "child"); !s) return fail(s.error());
        if (n % 3 != 0) continue;
        if (Status s = (*writer)->commit(); !s) return fail(s.error());
        if (Status s = (*writer)->maintain(); !s) return fail(s.error());
    }
    if (Status s = (*writer)->close(); !s) return fail(s.error());
    return 0;
}
