#include "widgets/messages/message_actions.h"

#include "widgets/messages/message_table.h"
#include "widgets/produce/produce_dialogs.h"
#include "widgets/viewmodels/browse_model.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QMenu>

namespace eventflow::widgets {

using namespace viewmodels;
using browse::RecordFormat;

namespace {

constexpr int kProgressMs = 100;

RecordFormat formatOf(const QString& path) {
    if (path.endsWith(QStringLiteral(".csv"), Qt::CaseInsensitive)) return RecordFormat::Csv;
    if (path.endsWith(QStringLiteral(".txt"), Qt::CaseInsensitive)) return RecordFormat::Hex;
    return RecordFormat::Json;
}

} // namespace

MessageActions::MessageActions(MessageTable& table, BrowseModel& model)
    : QObject(&table),
      m_table(table),
      m_model(model),
      m_payloads(std::make_shared<PayloadReader>(nullptr)),
      m_masking(std::make_shared<const MaskingRules>()),
      m_traces(new QMenu(tr("&Follow"), &table)),
      m_exported(std::make_shared<std::atomic<std::size_t>>(0)) {
    m_progress.setInterval(kProgressMs);
    connect(&m_progress, &QTimer::timeout, this, &MessageActions::showProgress);
    table.setContextMenuPolicy(Qt::ActionsContextMenu);
    addActions();
    setTraceIds({});
}

QAction* MessageActions::add(const QString& text, const QKeySequence& keys, std::function<void()> action) {
    auto* added = new QAction(text, &m_table);
    added->setShortcut(keys);
    added->setShortcutContext(Qt::WidgetShortcut);
    m_table.addAction(added);
    connect(added, &QAction::triggered, this, std::move(action));
    return added;
}

void MessageActions::onRow(void (MessageActions::*signal)(int)) {
    const QList<int> rows = m_table.chosenRows(1);
    if (!rows.isEmpty()) Q_EMIT(this->*signal)(rows.front());
}

void MessageActions::addActions() {
    add(tr("&Copy as JSON"), QKeySequence::Copy, [this] { copy(RecordFormat::Json); });
    add(tr("Copy as C&SV"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
        [this] { copy(RecordFormat::Csv); });
    add(tr("Copy as &hex"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_H),
        [this] { copy(RecordFormat::Hex); });
    add(tr("Copy the &kcat command"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_K),
        [this] { copyKcatCommand(); });
    add(tr("&Export all rows …"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), [this] { askForFile(); });
    add({}, {}, [] {})->setSeparator(true);
    add(tr("&Bookmark"), QKeySequence(Qt::CTRL | Qt::Key_B),
        [this] { onRow(&MessageActions::bookmarkToggled); });
    add(tr("Bookmark with a &note …"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B),
        [this] { onRow(&MessageActions::noteRequested); });
    add(tr("Ne&xt bookmark"), QKeySequence(Qt::Key_F2), [this] { Q_EMIT bookmarkWanted(true); });
    add(tr("&Previous bookmark"), QKeySequence(Qt::SHIFT | Qt::Key_F2),
        [this] { Q_EMIT bookmarkWanted(false); });
    add({}, {}, [] {})->setSeparator(true);
    add(tr("30 s before and &after, in all topics of the list"), QKeySequence(Qt::CTRL | Qt::Key_T),
        [this] { onRow(&MessageActions::aroundRequested); });
    m_table.addAction(m_traces->menuAction());
    add({}, {}, [] {})->setSeparator(true);
    add(tr("&Write again …"), QKeySequence(Qt::CTRL | Qt::Key_R), [this] { resend(); });
    add(tr("Send back as &dead letters …"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R),
        [this] { redrive(); });
}

void MessageActions::setCluster(std::shared_ptr<feed::Cluster> cluster) {
    m_copying.cancel();
    m_fetching.cancel();
    stopExport();
    m_cluster = std::move(cluster);
    setTraceIds({});
}

void MessageActions::setReading(std::shared_ptr<PayloadReader> payloads,
                                std::shared_ptr<const MaskingRules> masking) {
    m_payloads = std::move(payloads);
    m_masking = std::move(masking);
}

void MessageActions::setTraceIds(std::vector<TraceId> ids) {
    m_traces->clear();
    m_traces->menuAction()->setEnabled(!ids.empty());
    for (TraceId& id : ids) {
        QString text = tr("%1 %2").arg(oneLine(id.name, 60), oneLine(id.value, 60));
        QAction* action = m_traces->addAction(text.replace(u'&', QStringLiteral("&&")));
        connect(action, &QAction::triggered, this, [this, value = fromUtf8(id.value)] {
            const QList<int> rows = m_table.chosenRows(1);
            if (!rows.isEmpty()) Q_EMIT traceRequested(value, rows.front());
        });
    }
}

RecordWriter MessageActions::writer(RecordFormat format) const {
    return {m_payloads, m_masking, format};
}

std::vector<BrowseRows::Place> MessageActions::places(const QList<int>& rows) const {
    std::vector<BrowseRows::Place> places;
    for (const int row : rows)
        places.push_back(m_model.rows()[static_cast<std::size_t>(row)]);
    return places;
}

void MessageActions::copy(RecordFormat format) {
    const QList<int> rows = m_table.chosenRows(kMaxCopied + 1);
    if (rows.isEmpty() || m_cluster == nullptr) return;
    if (rows.size() > kMaxCopied) {
        Q_EMIT said(tr("At most %1 messages can be copied. Export them to a file.").arg(kMaxCopied), true);
        return;
    }
    m_copying.start(
        [places = places(rows), keepsRows = m_model.rows().stores(), cluster = m_cluster,
         writer = writer(format)](const std::stop_token& stop) mutable -> Result<std::string> {
            auto records = fetchRows(*cluster, places, {}, stop);
            if (!records) return records.error();
            std::string text;
            for (FetchedRecord& fetched : *records)
                writer.append(text, std::move(fetched.record));
            return text;
        },
        [this, count = rows.size()](Result<std::string> text) {
            if (!text) {
                Q_EMIT said(tr("Nothing was copied: %1").arg(fromUtf8(text.error().detail)), true);
                return;
            }
            QApplication::clipboard()->setText(fromUtf8(*text));
            Q_EMIT said(tr("%n message(s) copied.", nullptr, static_cast<int>(count)), false);
        });
}

void MessageActions::copyKcatCommand() {
    const QList<int> rows = m_table.chosenRows(kMaxCopied);
    if (rows.isEmpty() || m_cluster == nullptr) return;
    QStringList commands;
    for (const int row : rows) {
        const BrowseRows::Place at = m_model.rows()[static_cast<std::size_t>(row)];
        commands += fromUtf8(
            browse::kcatCommand(m_cluster->connection().bootstrapServers, at.stream(), at.row().offset));
    }
    QApplication::clipboard()->setText(commands.join(u'\n'));
    Q_EMIT said(tr("%n kcat command(s) copied.", nullptr, static_cast<int>(rows.size())), false);
}

void MessageActions::withChosen(std::function<void(std::vector<admin::OwnedRecord>)> use) {
    const QList<int> rows = m_table.chosenRows(kMaxCopied + 1);
    if (rows.isEmpty() || m_cluster == nullptr) return;
    if (rows.size() > kMaxCopied) {
        Q_EMIT said(tr("At most %1 messages can be written again at a time.").arg(kMaxCopied), true);
        return;
    }
    m_fetching.start(
        [places = places(rows), all = m_model.rows(),
         cluster = m_cluster](const std::stop_token& stop) -> Result<std::vector<admin::OwnedRecord>> {
            auto fetched = fetchRows(*cluster, places, {}, stop);
            if (!fetched) return fetched.error();
            std::vector<admin::OwnedRecord> records;
            for (FetchedRecord& one : *fetched) {
                if (!one.whole)
                    return Error{ErrorCode::NotFound, admin::toString(one.record.from) +
                                                          " no longer has offset " +
                                                          std::to_string(one.record.offset)};
                records.push_back(std::move(one.record));
            }
            return records;
        },
        [this, use = std::move(use)](Result<std::vector<admin::OwnedRecord>> records) {
            if (records)
                use(std::move(*records));
            else
                Q_EMIT said(
                    tr("The messages could not be read again: %1").arg(fromUtf8(records.error().detail)),
                    true);
        });
}

void MessageActions::resend() {
    withChosen([this](std::vector<admin::OwnedRecord> records) {
        openResendDialog(m_cluster, std::move(records), m_table.window());
    });
}

void MessageActions::redrive() {
    withChosen([this](std::vector<admin::OwnedRecord> letters) {
        const std::string topic = letters.front().from.topic;
        openRedriveDialog(m_cluster, topic, std::move(letters), m_table.window());
    });
}

void MessageActions::askForFile() {
    if (m_exporting.isRunning()) return stopExport();
    const QString path =
        QFileDialog::getSaveFileName(&m_table, tr("Export all rows"), QStringLiteral("messages.ndjson"),
                                     tr("JSON lines (*.ndjson *.json);;CSV (*.csv);;Hexadecimal (*.txt)"));
    if (!path.isEmpty()) exportTo(path);
}

void MessageActions::exportTo(const QString& path) {
    if (m_cluster == nullptr) return;
    m_exported->store(0);
    m_progress.start();
    m_exporting.start(
        [rows = m_model.rows(), cluster = m_cluster, writer = writer(formatOf(path)), path,
         exported = m_exported](const std::stop_token& stop) {
            return exportRows(
                *cluster, rows, writer, path, [&](std::size_t count) { exported->store(count); }, stop);
        },
        [this, path](Result<std::size_t> count) {
            m_progress.stop();
            if (count)
                Q_EMIT said(tr("%1 messages are in %2.").arg(format::exact(*count), path), false);
            else
                Q_EMIT said(tr("The export failed, there is no file: %1").arg(fromUtf8(count.error().detail)),
                            true);
        });
}

void MessageActions::stopExport() {
    if (!m_exporting.isRunning()) return;
    m_exporting.cancel();
    m_progress.stop();
    Q_EMIT said(tr("The export was stopped, there is no file."), false);
}

void MessageActions::showProgress() {
    Q_EMIT said(tr("Exporting … %1 of %2 messages. The same action stops it.")
                    .arg(format::exact(m_exported->load()), format::exact(m_model.rows().size())),
                false);
}

} // namespace eventflow::widgets
