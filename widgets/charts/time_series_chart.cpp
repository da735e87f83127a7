#include "widgets/charts/time_series_chart.h"

#include "widgets/charts/chart_canvas.h"
#include "widgets/charts/chart_legend.h"
#include "widgets/common/empty_state.h"
#include "widgets/viewmodels/format.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace eventflow::widgets {

TimeSeriesView* TimeSeriesView::create(QWidget* parent) {
    return new TimeSeriesChart(parent);
}

TimeSeriesChart::TimeSeriesChart(QWidget* parent)
    : TimeSeriesView(parent),
      m_title(new QLabel(this)),
      m_note(new QLabel(this)),
      m_body(new QWidget(this)),
      m_stack(new QStackedLayout),
      m_message(new EmptyState(this)),
      m_canvas(new ChartCanvas(m_styles, m_body)),
      m_legend(new ChartLegend(m_body)) {
    setProperty("card", true);
    setAttribute(Qt::WA_StyledBackground);
    m_title->setProperty("role", QStringLiteral("heading"));
    m_note->setProperty("role", QStringLiteral("muted"));
    auto* header = new QHBoxLayout;
    header->addWidget(m_title);
    header->addStretch();
    header->addWidget(m_note);

    auto* body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(4);
    body->addWidget(m_canvas, 1);
    body->addWidget(m_legend);
    m_stack->addWidget(m_message);
    m_stack->addWidget(m_body);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 10, 8);
    layout->setSpacing(6);
    layout->addLayout(header);
    layout->addLayout(m_stack, 1);

    connect(m_canvas, &ChartCanvas::hovered, this, &TimeSeriesChart::onHovered);
    connect(m_canvas, &ChartCanvas::rangeSelected, this, &TimeSeriesChart::rangeSelected);
    connect(m_canvas, &ChartCanvas::zoomOutRequested, this, &TimeSeriesChart::zoomOutRequested);
    connect(m_legend, &ChartLegend::hiddenChanged, this, [this] {
        m_canvas->setHidden(m_legend->hidden());
        Q_EMIT hiddenSeriesChanged();
    });
}

TimeSeriesChart::~TimeSeriesChart() {
    // A canvas that loses the focus while it dies still reports that: while the members below are alive.
    delete m_body;
}

void TimeSeriesChart::setTitle(const QString& title) {
    m_titleText = title;
    m_title->setText(title);
    m_canvas->setAccessibleName(tr("Chart %1").arg(title));
}

void TimeSeriesChart::setUnit(const QString& unit) {
    m_unit = unit;
    m_canvas->setUnit(unit);
}

void TimeSeriesChart::setThreshold(std::optional<double> threshold) {
    m_canvas->setThreshold(threshold);
}

void TimeSeriesChart::setData(std::shared_ptr<const ChartData> shown) {
    m_data = std::move(shown);
    m_canvas->setData(m_data);
    updateLegend();
    updateSummary();
    m_stack->setCurrentWidget(m_body);
}

void TimeSeriesChart::setMarkers(std::vector<ChartMarker> markers) {
    m_canvas->setMarkers(std::move(markers));
}

void TimeSeriesChart::showMessage(const QString& iconName, const QString& title, const QString& text) {
    m_message->setContent(iconName, title, text);
    m_stack->setCurrentWidget(m_message);
}

void TimeSeriesChart::setNote(const QString& note, const QString& detail) {
    m_note->setText(note);
    m_note->setToolTip(detail);
}

void TimeSeriesChart::onHovered(Timestamp at) {
    showCrosshair(at, true);
    Q_EMIT crosshairMoved(at);
}

void TimeSeriesChart::setCrosshair(Timestamp at) {
    showCrosshair(at, false);
}

void TimeSeriesChart::showCrosshair(Timestamp at, bool withBox) {
    if (!m_data) return;
    m_crosshair = at;
    m_canvas->setCrosshair(at, withBox);
    updateLegend();
}

void TimeSeriesChart::setHiddenSeries(const QStringList& names) {
    const QSet<QString> hidden(names.begin(), names.end());
    m_legend->setHidden(hidden);
    m_canvas->setHidden(hidden);
}

QStringList TimeSeriesChart::hiddenSeries() const {
    QStringList names = m_legend->hidden().values();
    names.sort();
    return names;
}

/// The legend's value is that under the crosshair, else the last one.
void TimeSeriesChart::updateLegend() {
    std::vector<ChartLegend::Entry> entries;
    entries.reserve(m_data->series.size());
    for (const ChartSeries& series : m_data->series) {
        const Timestamp at = m_crosshair == kNoTime ? m_data->until : m_crosshair;
        const Sample* sample = nearestSample(series.samples, at, maxGap(*m_data));
        entries.push_back(
            {series.name, m_styles.slot(series.name),
             sample == nullptr ? QStringLiteral("–") : viewmodels::format::withUnit(sample->value, m_unit)});
    }
    m_legend->setEntries(entries);
}

/// What the chart says, for those who do not see it.
void TimeSeriesChart::updateSummary() {
    QStringList parts;
    constexpr std::size_t kSpoken = 5;
    for (std::size_t i = 0; i < m_data->series.size() && i < kSpoken; ++i) {
        const ChartSeries& series = m_data->series[i];
        if (!series.samples.empty())
            parts << tr("%1: %2").arg(series.name,
                                      viewmodels::format::withUnit(series.samples.back().value, m_unit));
    }
    m_canvas->setAccessibleDescription(
        tr("%n series, latest values: %1", nullptr, static_cast<int>(m_data->series.size()))
            .arg(parts.join(u"; ")));
}

} // namespace eventflow::widgets
