#pragma once

#include "core/browse/record_text.h"
#include "core/feed/cluster.h"
#include "widgets/common/async_call.h"
#include "widgets/messages/whole_records.h"
#include "widgets/viewmodels/bookmarks.h"
#include "widgets/viewmodels/trace_ids.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QAction;
class QMenu;

namespace eventflow::viewmodels {
class BrowseModel;
}

namespace eventflow::widgets {

class MessageTable;

/// What can be done with chosen rows: copies, an export, bookmarks, a look around and along a trace. Its
/// actions are the table's menu and have keys. Thread: GUI.
class MessageActions : public QObject {
    Q_OBJECT
public:
    /// More rows than these are exported rather than copied.
    static constexpr int kMaxCopied = 1000;

    MessageActions(MessageTable& table, viewmodels::BrowseModel& model);

    void setCluster(std::shared_ptr<feed::Cluster> cluster);
    /// How records are read and masked from now on.
    void setReading(std::shared_ptr<viewmodels::PayloadReader> payloads,
                    std::shared_ptr<const viewmodels::MaskingRules> masking);
    /// Of the record that the detail shows.
    void setTraceIds(std::vector<viewmodels::TraceId> ids);

    void copy(browse::RecordFormat format);
    void copyKcatCommand();
    /// All rows of the list, by the file's suffix: .csv, .txt (hexadecimal), else JSON lines.
    void exportTo(const QString& path);
    void stopExport();
    /// The chosen records once more, into a topic that is asked for.
    void resend();
    /// The chosen records back to where their headers say that they came from.
    void redrive();

Q_SIGNALS:
    void bookmarkToggled(int row);
    void noteRequested(int row);
    void bookmarkWanted(bool forwards);
    /// What else there was around the row's time.
    void aroundRequested(int row);
    void traceRequested(const QString& id, int row);
    /// What is being done, or came of it; empty: nothing to say.
    void said(const QString& text, bool failed);

private:
    void addActions();
    QAction* add(const QString& text, const QKeySequence& keys, std::function<void()> action);
    void onRow(void (MessageActions::*signal)(int));
    void askForFile();
    /// Views into the model's stores, which its rows' stores() keep alive.
    [[nodiscard]] std::vector<viewmodels::BrowseRows::Place> places(const QList<int>& rows) const;
    /// The chosen records, whole; at most kMaxCopied.
    void withChosen(std::function<void(std::vector<admin::OwnedRecord>)> use);
    void showProgress();
    [[nodiscard]] RecordWriter writer(browse::RecordFormat format) const;

    MessageTable& m_table;
    viewmodels::BrowseModel& m_model;
    std::shared_ptr<feed::Cluster> m_cluster;
    std::shared_ptr<viewmodels::PayloadReader> m_payloads;
    std::shared_ptr<const viewmodels::MaskingRules> m_masking;
    QMenu* m_traces;
    AsyncCall<Result<std::string>> m_copying;
    AsyncCall<Result<std::vector<admin::OwnedRecord>>> m_fetching;
    AsyncCall<Result<std::size_t>> m_exporting;
    std::shared_ptr<std::atomic<std::size_t>> m_exported;
    QTimer m_progress;
};

} // namespace eventflow::widgets
