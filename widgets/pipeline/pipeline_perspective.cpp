#include "widgets/pipeline/pipeline_perspective.h"

#include "widgets/common/empty_state.h"
#include "widgets/common/icons.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/theme.h"
#include "widgets/common/view_setup.h"
#include "widgets/pipeline/figures_bar.h"
#include "widgets/pipeline/stage_flow.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/stage_model.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

namespace eventflow::widgets {

using namespace viewmodels;

namespace {

constexpr double kShowEverySeconds = 0.1;

feed::PipelineDelta figuresOf(const feed::PipelineDelta& delta) {
    feed::PipelineDelta figures;
    figures.generation = delta.generation;
    figures.uptimeSeconds = delta.uptimeSeconds;
    figures.status = delta.status;
    figures.counters = delta.counters;
    figures.watermark = delta.watermark;
    figures.arrival = delta.arrival;
    figures.steps = delta.steps;
    figures.seriesCount = delta.seriesCount;
    figures.storeBytes = delta.storeBytes;
    figures.rssBytes = delta.rssBytes;
    return figures;
}

} // namespace

PipelinePerspective::PipelinePerspective(feed::Workbench&, QWidget* parent)
    : Perspective(QStringLiteral("pipeline"), tr("Pipeline"), QStringLiteral("pipeline"), parent),
      m_model(new StageModel(this)),
      m_flow(new StageFlow(*m_model)) {
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(12);
    layout->addWidget(m_flow);
    layout->addWidget(buildConservation());
    layout->addWidget(buildFacts());
    layout->addWidget(buildTable());
    layout->addStretch(1);
    setContent(content);
    installPaneKeys(*this, nullptr, {m_flow, m_table});

    connect(m_flow, &StageFlow::currentChanged, m_table, [this](int row) { m_table->selectRow(row); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, m_flow,
            [this](const QModelIndex& current) { m_flow->setCurrent(current.row()); });
    connect(m_flow, &StageFlow::rejectionsRequested, this, [this](Step step) {
        Q_EMIT openRequested(QStringLiteral("deadletters"), QString::fromLatin1(toString(step)));
    });
    emptyState().setContent(
        QStringLiteral("pipeline"), tr("The pipeline is not running"),
        tr("Connect to a cluster, open a capture or try the sample incident. Every step appears "
           "here with its rate, queue, latency and errors."));
    setEmpty(true);
}

QWidget* PipelinePerspective::buildConservation() {
    auto* bar = new FiguresBar;
    m_balance.read = bar->addFigure(tr("read"));
    bar->addOperator(QStringLiteral("="));
    m_balance.stored = bar->addFigure(tr("stored"));
    bar->addOperator(QStringLiteral("+"));
    m_balance.deadLettered = bar->addFigure(tr("dead letters"), tr("Records that a step rejected"));
    bar->addOperator(QStringLiteral("+"));
    m_balance.duplicates = bar->addFigure(tr("duplicates"), tr("Events that had been seen before"));
    bar->addOperator(QStringLiteral("+"));
    m_balance.dropped = bar->addFigure(tr("dropped"), tr("0 unless a policy that drops was chosen"));
    bar->addStretch();
    auto* state = new QWidget(bar);
    auto* stateLayout = new QHBoxLayout(state);
    stateLayout->setContentsMargins(0, 0, 0, 0);
    m_balance.stateIcon = new QLabel(state);
    m_balance.state = makeLabel({}, "", state);
    stateLayout->addWidget(m_balance.stateIcon);
    stateLayout->addWidget(m_balance.state);
    bar->addWidget(state);
    return bar;
}

QWidget* PipelinePerspective::buildFacts() {
    auto* bar = new FiguresBar;
    m_facts.watermark = bar->addFigure(tr("watermark (UTC)"), tr("Rules have seen every event up to here"));
    m_facts.delay =
        bar->addFigure(tr("behind arrival"), tr("How far the watermark is behind the arrival clock"));
    m_facts.late = bar->addFigure(
        tr("late"), tr("Events older than the last evaluated tick: stored, not evaluated again"));
    m_facts.series = bar->addFigure(tr("series"));
    m_facts.store = bar->addFigure(tr("store"), tr("Size of the workspace's database"));
    m_facts.memory = bar->addFigure(tr("memory"), tr("Resident memory of this program"));
    m_facts.uptime = bar->addFigure(tr("running for"));
    bar->addStretch();
    return bar;
}

QWidget* PipelinePerspective::buildTable() {
    m_table = new QTableView;
    m_table->setModel(m_model);
    m_table->setItemDelegate(new ItemDelegate(m_table));
    setUpTable(*m_table, tr("Steps of the pipeline"), {}, -1);
    const int rows = kStepCount * m_table->verticalHeader()->defaultSectionSize();
    // Room for the title row as the style sheet will draw it, and for the rounded frame.
    m_table->setFixedHeight(rows + m_table->verticalHeader()->defaultSectionSize() +
                            2 * m_table->frameWidth() + 16);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return m_table;
}

void PipelinePerspective::applyFrame(const feed::PipelineDelta& delta) {
    if (delta.generation != m_shown.generation) {
        m_model->clear();
        m_shownAt = -1;
    }
    const bool stateChanged = delta.status.state != m_shown.status.state;
    m_shown = figuresOf(delta);
    setEmpty(delta.steps.empty());
    m_model->apply(m_shown);
    const bool soon = delta.uptimeSeconds - m_shownAt < kShowEverySeconds;
    if (!isActive() || (soon && !stateChanged && delta.status.state == feed::RunState::Running)) return;
    showFigures();
}

void PipelinePerspective::activated() {
    if (m_shown.generation != 0) showFigures();
}

void PipelinePerspective::changeEvent(QEvent* event) {
    Perspective::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_shown.generation != 0) showConservation();
}

void PipelinePerspective::showFigures() {
    m_shownAt = m_shown.uptimeSeconds;
    showConservation();
    showFacts();
}

void PipelinePerspective::showConservation() {
    const feed::Counters& counters = m_shown.counters;
    m_balance.read->setText(format::exact(counters.read));
    m_balance.stored->setText(format::exact(counters.stored));
    m_balance.deadLettered->setText(format::exact(counters.deadLettered));
    m_balance.duplicates->setText(format::exact(counters.duplicates));
    m_balance.dropped->setText(format::exact(counters.dropped));

    const std::int64_t underWay = conservation(counters).underWay;
    const ThemeColors& theme = colors(palette());
    QString icon = QStringLiteral("severity-ok");
    QColor color = theme.ok;
    QString words = tr("Every record is accounted for");
    if (underWay > 0) {
        icon = QStringLiteral("connection-waiting");
        color = theme.info;
        words = tr("%1 under way").arg(format::exact(static_cast<std::uint64_t>(underWay)));
    } else if (underWay < 0) {
        icon = QStringLiteral("severity-critical");
        color = theme.critical;
        words = tr("%1 more than were read. Please report this.")
                    .arg(format::exact(static_cast<std::uint64_t>(-underWay)));
    }
    m_balance.stateIcon->setPixmap(iconPixmap(icon, color, 18, devicePixelRatioF()));
    m_balance.state->setText(words);
    QPalette palette = m_balance.state->palette();
    palette.setColor(QPalette::WindowText, color);
    m_balance.state->setPalette(palette);
}

void PipelinePerspective::showFacts() {
    const bool timed = m_shown.watermark != kNoTime && m_shown.arrival != kNoTime;
    m_facts.watermark->setText(format::dateTime(m_shown.watermark));
    // In floating point: the distance between two hostile times may be more than a Duration holds.
    const double behind =
        (static_cast<double>(toNs(m_shown.arrival)) - static_cast<double>(toNs(m_shown.watermark))) / 1e9;
    m_facts.delay->setText(timed ? format::seconds(behind) : QStringLiteral("–"));
    m_facts.late->setText(format::exact(m_shown.counters.late));
    m_facts.series->setText(format::exact(m_shown.seriesCount));
    m_facts.store->setText(format::bytes(static_cast<double>(m_shown.storeBytes)));
    m_facts.memory->setText(format::bytes(static_cast<double>(m_shown.rssBytes)));
    m_facts.uptime->setText(format::seconds(m_shown.uptimeSeconds));
}

} // namespace eventflow::widgets
