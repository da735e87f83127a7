// bench_message_rows [--rows N]: a table of messages of N rows (10,000,000), memory of a row, and how long
// one event keeps the GUI thread while rows come, while it is scrolled and while a span of time is brushed.
// Needs about 2 GiB for 10,000,000 rows.

#include "tests/benchmarks/desktop/event_meter.h"
#include "widgets/messages/message_table.h"
#include "widgets/viewmodels/browse_model.h"

#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QScrollBar>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>

using namespace eventflow;
using namespace eventflow::bench;
using viewmodels::BrowseModel;

namespace {

constexpr std::int64_t kStartMs = 1'781'956'800'000;
constexpr std::size_t kRowsAtOnce = 50'000; ///< what a fast scan finds between two looks

/// Rows of 60 bytes of key and value, a millisecond apart.
class Filler {
public:
    explicit Filler(browse::RowStore& store) : m_store(store) { m_stream.topic = "orders"; }

    void fill(std::size_t count) {
        const std::string value = R"({"order":{"id":1234567},"amount":99,"card":"4111"})";
        for (std::size_t i = 0; i < count; ++i) {
            Record record;
            record.stream = &m_stream;
            record.offset = m_next;
            record.tsArrival = timestampFromMs(kStartMs + m_next);
            ++m_next;
            record.key = "customer-1";
            record.value = value;
            m_store.append(record);
        }
    }

private:
    browse::RowStore& m_store;
    Stream m_stream;
    std::int64_t m_next = 0;
};

/// The handling of one event, as a timer or a key press would cause.
class Turn : public QObject {
public:
    void run(const std::function<void()>& work) {
        m_work = work;
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
        QCoreApplication::sendPostedEvents(this);
        QCoreApplication::processEvents();
    }

protected:
    bool event(QEvent* event) override {
        if (event->type() != QEvent::User) return QObject::event(event);
        m_work();
        return true;
    }

private:
    std::function<void()> m_work;
};

void report(const char* scene, const EventCost& cost) {
    std::printf("%-34s %6zu events  p50 %7.2f ms  p99 %7.2f ms  max %7.2f ms (CPU %7.2f ms)  %s\n", scene,
                cost.events, cost.p50, cost.p99, cost.max, cost.maxCpu, qPrintable(cost.dearest));
}

void scrollToTheEnd(widgets::MessageTable& table, Turn& turn) {
    QScrollBar& bar = *table.verticalScrollBar();
    for (int step = 0; step <= 50; ++step)
        turn.run([&] { bar.setValue(static_cast<int>(std::int64_t{bar.maximum()} * step / 50)); });
}

void brush(widgets::MessageTable& table, BrowseModel& model, const std::shared_ptr<browse::RowStore>& store,
           const viewmodels::TimeSpan& span, Turn& turn) {
    turn.run([&] {
        model.setStores(nullptr, store, span);
        table.refresh();
    });
    while (model.rows().behind())
        QCoreApplication::processEvents();
}

} // namespace

int main(int argc, char** argv) {
    MeteredApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption rowsOption(QStringLiteral("rows"), QStringLiteral("How many rows."),
                                        QStringLiteral("N"), QStringLiteral("10000000"));
    parser.addOption(rowsOption);
    parser.process(application);
    const auto rows = static_cast<std::size_t>(parser.value(rowsOption).toULongLong());

    auto store = std::make_shared<browse::RowStore>();
    viewmodels::Bookmarks bookmarks;
    BrowseModel model;
    widgets::MessageTable table(model, bookmarks, nullptr);
    table.resize(1300, 800);
    table.show();
    Turn turn;
    Filler filler(*store);
    model.setStores(nullptr, store, std::nullopt);
    application.startMeter();
    for (std::size_t filled = 0; filled < rows; filled += kRowsAtOnce) {
        filler.fill(std::min(kRowsAtOnce, rows - filled));
        turn.run([&] { table.refresh(); });
    }
    std::printf("%zu rows, %.1f bytes each\n", store->size(),
                static_cast<double>(store->memoryBytes()) / static_cast<double>(store->size()));
    report("rows come", application.cost());
    application.startMeter();
    scrollToTheEnd(table, turn);
    report("scrolled to the end", application.cost());
    application.startMeter();
    const auto end = kStartMs + static_cast<std::int64_t>(rows);
    brush(table, model, store, {timestampFromMs(kStartMs), timestampFromMs(end)}, turn);
    report("a brush over everything", application.cost());
    application.startMeter();
    brush(table, model, store, {timestampFromMs(end - 1000), timestampFromMs(end)}, turn);
    report("a brush over the last second", application.cost());
    std::printf("%d rows are in it\n", model.rowCount());
    return 0;
}
