// The loops of the stages: what each thread does from its first batch to its last.

#include "pipelines/normalize/record_processor.h"
#include "pipelines/runtime/pipeline_impl.h"

#include <algorithm>
#include <ctime>

namespace eventflow::runtime {

namespace {

using SteadyClock = std::chrono::steady_clock;

/// How long a source waits for its first record: short enough for a live screen, long enough to sleep.
constexpr std::chrono::milliseconds kReadWait{50};
constexpr std::chrono::milliseconds kEngineWait{50};
/// A transaction is closed after this many rows or this much time, whichever is first.
constexpr std::size_t kCommitRows = 20'000;
constexpr std::chrono::milliseconds kCommitEvery{250};
constexpr std::chrono::milliseconds kFirstRetry{200};
constexpr std::chrono::milliseconds kLastRetry{5000};

std::chrono::nanoseconds threadCpuTime() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

/// Sleeps, but not past a stop.
void sleepUnless(std::stop_token stop, std::chrono::nanoseconds duration) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, duration, [] { return false; });
}

} // namespace

void Pipeline::Impl::runSource(std::stop_token stop) {
    std::uint64_t sequence = 0;
    auto retry = kFirstRetry;
    while (!stop.stop_requested()) {
        BatchPtr batch = pool.get();
        const auto started = threadCpuTime(); // waiting for records is not work
        auto outcome = source->read(batch->input, kReadWait, stop);
        if (!outcome) {
            pool.put(std::move(batch));
            if (outcome.error().code != ErrorCode::Unavailable) {
                // What was read so far is kept; the pipeline ends with the reason.
                const std::lock_guard lock(mutex);
                if (!error) error = outcome.error();
                break;
            }
            monitor.setStatus(feed::RunState::Reconnecting, outcome.error().detail);
            sleepUnless(stop, retry);
            retry = std::min(retry * 2, kLastRetry);
            continue;
        }
        if (monitor.status().state == feed::RunState::Reconnecting &&
            *outcome != collect::ReadOutcome::Idle) {
            monitor.setStatus(feed::RunState::Running);
            retry = kFirstRetry;
        }
        const bool ended = *outcome == collect::ReadOutcome::End;
        if (*outcome == collect::ReadOutcome::Idle && batch->input.progress.empty()) {
            pool.put(std::move(batch));
            continue;
        }
        batch->collectedAt = SteadyClock::now();
        const auto spent = threadCpuTime() - started;
        batch->spent[static_cast<std::size_t>(Step::Collect)] = spent;
        batch->input.sequence = sequence++;
        batch->input.endOfInput = ended;
        monitor.noteRead(batch->input.records.size(), batch->input.bytes, spent);
        monitor.setProgress(source->progress());
        if (!handToWorkers(std::move(batch))) break;
        if (ended) {
            inputEnded = true;
            break;
        }
    }
    toWorkers.close();
}

bool Pipeline::Impl::handToWorkers(BatchPtr batch) {
    // A batch that was read is handed on even when a stop was requested, only a failure gives it up.
    const std::size_t bytes = batch->memoryBytes();
    if (toWorkers.pushFor(std::move(batch), bytes, config.pauseAfter, abort.get_token())) return true;
    if (abort.stop_requested()) return false;
    // The source rests until there is room again.
    source->pause();
    bool pushed = false;
    while (!pushed && !abort.stop_requested()) {
        pushed = toWorkers.pushFor(std::move(batch), bytes, config.pauseAfter, abort.get_token());
        if (!pushed) source->tend();
    }
    source->resume();
    return pushed;
}

void Pipeline::Impl::runWorker() {
    normalize::RecordProcessor processor(config.limits, catalog, *enricher, config.decoding);
    while (auto batch = toWorkers.pop(abort.get_token())) {
        processor.process(**batch);
        const std::uint64_t sequence = (*batch)->input.sequence;
        const std::size_t bytes = (*batch)->memoryBytes();
        if (!toEngine.push(sequence, std::move(*batch), bytes, abort.get_token())) break;
    }
    if (--workersLeft == 0) toEngine.close();
}

void Pipeline::Impl::waitForPace(const PipelineBatch& batch) {
    if (config.speed <= 0 || batch.events.empty()) return;
    const Timestamp first = batch.events.front().tsEvent;
    if (paceFirst == kNoTime) {
        paceFirst = first;
        paceStart = SteadyClock::now();
        return;
    }
    const double eventSeconds = std::chrono::duration<double>(first - paceFirst).count();
    const auto due = paceStart + std::chrono::duration_cast<SteadyClock::duration>(
                                     std::chrono::duration<double>(eventSeconds / config.speed));
    const auto now = SteadyClock::now();
    // A stop request ends the waiting: what was read is then processed without pacing.
    if (due > now) sleepUnless(stopReading.get_token(), due - now);
}

void Pipeline::Impl::runEngine() {
    for (;;) {
        runPosted();
        auto batch = toEngine.popFor(kEngineWait, abort.get_token());
        if (batch) {
            waitForPace(**batch);
            const auto started = SteadyClock::now();
            engine->process(**batch, arrivalNow());
            (*batch)->spent[static_cast<std::size_t>(Step::Automate)] = SteadyClock::now() - started;
            passOn(std::move(*batch));
            continue;
        }
        if (abort.stop_requested() || toEngine.finished()) break;
        if (config.live) {
            BatchPtr silent = pool.get();
            if (engine->processSilence(*silent, arrivalNow()))
                passOn(std::move(silent));
            else
                pool.put(std::move(silent));
        }
        if (monitor.frameDue())
            monitor.publish(engine->rules(), engine->watermark(), engine->arrival(), engine->seriesCount(),
                            queueLevels());
    }
    if (!abort.stop_requested()) finishEngine();
    toStore.close();
}

void Pipeline::Impl::finishEngine() {
    if (!inputEnded) return;
    BatchPtr last = pool.get();
    engine->finish(*last);
    last->output.checkpoint.emplace_back(finishedCheckpoint(sourceId), "1");
    passOn(std::move(last));
}

void Pipeline::Impl::passOn(BatchPtr batch) {
    monitor.noteProcessed(*batch);
    if (config.onOutput) config.onOutput(batch->output);
    if (monitor.frameDue())
        monitor.publish(engine->rules(), engine->watermark(), engine->arrival(), engine->seriesCount(),
                        queueLevels());
    if (config.keepsUncommitted) uncommitted.add(*batch);
    const std::size_t bytes = batch->memoryBytes();
    // Refused only after a failure.
    static_cast<void>(toStore.push(std::move(batch), bytes, abort.get_token()));
}

std::vector<QueueLevel> Pipeline::Impl::queueLevels() const {
    return {{Step::Decode, toWorkers.bytes(), toWorkers.capacityBytes(), toWorkers.size()},
            {Step::Automate, toEngine.bytes(), toEngine.capacityBytes(), toEngine.size()},
            {Step::Store, toStore.bytes(), toStore.capacityBytes(), toStore.size()}};
}

bool Pipeline::Impl::commitPatiently(const char* action, const std::function<Status()>& commit) {
    auto retry = kFirstRetry;
    bool stalled = false;
    for (;;) {
        const Status status = commit();
        if (status) {
            if (stalled) monitor.setStatus(feed::RunState::Running);
            return true;
        }
        const bool mayPass =
            status.error().code == ErrorCode::DiskFull || status.error().code == ErrorCode::IoError;
        if (!mayPass || stopReading.stop_requested()) {
            fail(status.error().at(action));
            return false;
        }
        // The queues fill up and the source pauses: nothing is lost while somebody makes room on the disk.
        stalled = true;
        monitor.setStatus(feed::RunState::Paused, status.error().at(action).detail);
        monitor.publishStatus();
        sleepUnless(stopReading.get_token(), retry);
        retry = std::min(retry * 2, kLastRetry);
    }
}

void Pipeline::Impl::runStore() {
    std::uint64_t records = 0; // accepted ones in the open transaction
    std::size_t batches = 0;   // in the open transaction
    std::chrono::nanoseconds spent{};
    auto opened = SteadyClock::now();
    bool open = false;
    const auto commit = [&] {
        const auto started = SteadyClock::now();
        if (!commitPatiently("store", [this] { return store->commit(); })) return false;
        if (config.keepsUncommitted) uncommitted.release(std::exchange(batches, 0));
        if (!commitPatiently("store maintenance", [this] { return store->maintain(); })) return false;
        spent += SteadyClock::now() - started;
        monitor.noteStored(std::exchange(records, 0), std::exchange(spent, {}), store->stats().fileBytes);
        open = false;
        return true;
    };
    while (!abort.stop_requested()) {
        auto batch = toStore.popFor(kCommitEvery, abort.get_token());
        if (batch) {
            const auto started = SteadyClock::now();
            if (!open) {
                open = true;
                opened = started;
            }
            if (!commitPatiently("store", [&] { return store->write(**batch, sourceId); })) break;
            ++batches;
            records += (*batch)->events.size() - (*batch)->output.duplicates;
            spent += SteadyClock::now() - started;
            pool.put(std::move(*batch));
        }
        const bool finished = !batch && toStore.finished();
        const bool due = store->pendingRows() >= kCommitRows || SteadyClock::now() - opened >= kCommitEvery;
        if (open && (finished || due) && !commit()) break;
        if (finished) break;
    }
    const std::lock_guard lock(mutex);
    done = true;
    changed.notify_all();
}

} // namespace eventflow::runtime
