#include "widgets/overview/chart_grid.h"

#include <QGridLayout>

#include <algorithm>

namespace eventflow::widgets {

namespace {
constexpr int kMinChartWidth = 340;
constexpr int kMinChartHeight = 210;
constexpr int kMaxColumns = 3;
constexpr int kUnits = 6; ///< of the grid: rows of one, two and three charts fill it alike
} // namespace

ChartGrid::ChartGrid(const feed::Workbench& workbench, QWidget* parent)
    : QScrollArea(parent), m_workbench(workbench) {
    auto* content = new QWidget(this);
    content->setObjectName(QStringLiteral("chartGrid"));
    m_layout = new QGridLayout(content);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(10);
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
}

ChartGrid::~ChartGrid() {
    for (const Cell& cell : m_cells)
        cell.chart->disconnect(this);
}

void ChartGrid::setPanels(const std::vector<feed::Panel>& panels) {
    for (Cell& cell : m_cells) {
        delete cell.query;
        delete cell.chart;
    }
    m_cells.clear();
    for (const feed::Panel& panel : panels)
        addCell(panel);
    m_columns = 0;
    arrange();
    reset();
}

void ChartGrid::addCell(const feed::Panel& panel) {
    const std::size_t index = m_cells.size();
    Cell cell;
    cell.title = QString::fromStdString(panel.title);
    cell.chart = TimeSeriesView::create(widget());
    cell.chart->setTitle(cell.title);
    cell.chart->setToolTip(QString::fromStdString(panel.expression).toHtmlEscaped());
    cell.chart->setUnit(QString::fromStdString(panel.unit));
    cell.chart->setThreshold(panel.hasThreshold ? std::optional(panel.threshold) : std::nullopt);
    cell.chart->setHiddenSeries(m_hidden.value(cell.title));
    cell.chart->setMinimumHeight(kMinChartHeight);
    cell.query = new PanelQuery(m_workbench, panel, this);
    connect(cell.query, &PanelQuery::finished, this,
            [this, index](const auto& shown) { showData(index, shown); });
    connect(cell.query, &PanelQuery::failed, this,
            [this, index](const QString& detail) { showFailure(index, detail); });
    connect(cell.chart, &TimeSeriesView::rangeSelected, this, &ChartGrid::rangeSelected);
    connect(cell.chart, &TimeSeriesView::zoomOutRequested, this, &ChartGrid::zoomOutRequested);
    connect(cell.chart, &TimeSeriesView::hiddenSeriesChanged, this,
            [this, index] { m_hidden.insert(m_cells[index].title, m_cells[index].chart->hiddenSeries()); });
    connect(cell.chart, &TimeSeriesView::crosshairMoved, this, [this, index](Timestamp at) {
        for (std::size_t i = 0; i < m_cells.size(); ++i)
            if (i != index) m_cells[i].chart->setCrosshair(at);
    });
    cell.chart->show();
    m_cells.push_back(cell);
}

void ChartGrid::arrange() {
    const int fitting = viewport()->width() / kMinChartWidth;
    // Six charts are a full grid in three columns, four in two.
    const int wanted = m_cells.size() == 4 ? 2 : kMaxColumns;
    const int columns = std::clamp(fitting, 1, wanted);
    if (columns == m_columns) return;
    m_columns = columns;
    for (const Cell& cell : m_cells)
        m_layout->removeWidget(cell.chart);
    const int count = static_cast<int>(m_cells.size());
    for (int i = 0; i < count; ++i) {
        const int row = i / columns;
        const int span =
            kUnits / std::min(columns, count - row * columns); // the last row is not left half empty
        m_layout->addWidget(m_cells[static_cast<std::size_t>(i)].chart, row, i % columns * span, 1, span);
    }
    for (int unit = 0; unit < kUnits; ++unit)
        m_layout->setColumnStretch(unit, 1);
}

void ChartGrid::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    arrange();
}

void ChartGrid::reset() {
    for (Cell& cell : m_cells) {
        cell.query->reset();
        cell.hasData = false;
        cell.chart->setNote({}, {});
        cell.chart->showMessage(QStringLiteral("chart"), tr("Waiting for data"),
                                tr("The chart appears with the first samples."));
    }
}

void ChartGrid::refresh(PanelQuery::Range range) {
    for (const Cell& cell : m_cells)
        cell.query->request(range);
}

void ChartGrid::showData(std::size_t index, std::shared_ptr<const ChartData> shown) {
    Cell& cell = m_cells[index];
    cell.hasData = !shown->series.empty();
    const QString omitted =
        shown->omitted == 0
            ? QString()
            : tr("%1 of %2 series").arg(shown->series.size()).arg(shown->series.size() + shown->omitted);
    cell.chart->setNote(omitted,
                        tr("A chart shows the first series only. Aggregate in the panel's expression."));
    if (cell.hasData)
        cell.chart->setData(std::move(shown));
    else
        cell.chart->showMessage(QStringLiteral("chart"), tr("No series in this range"),
                                tr("Nothing matches the panel's expression here. Try a longer range."));
}

void ChartGrid::showFailure(std::size_t index, const QString& detail) {
    Cell& cell = m_cells[index];
    // What was drawn stays: an old picture that says so is better than none.
    if (cell.hasData)
        cell.chart->setNote(tr("Refresh failed"), detail);
    else
        cell.chart->showMessage(QStringLiteral("severity-warning"), tr("The query failed"), detail);
}

void ChartGrid::setMarkers(const std::vector<ChartMarker>& markers) {
    for (const Cell& cell : m_cells)
        cell.chart->setMarkers(markers);
}

int ChartGrid::columns() const {
    return std::clamp(viewport()->width() / std::max(m_columns, 1) - 100, 120, 600);
}

QHash<QString, QStringList> ChartGrid::hiddenSeries() const {
    return m_hidden;
}

void ChartGrid::setHiddenSeries(const QHash<QString, QStringList>& hidden) {
    m_hidden = hidden;
    for (const Cell& cell : m_cells)
        cell.chart->setHiddenSeries(hidden.value(cell.title));
}

} // namespace eventflow::widgets
