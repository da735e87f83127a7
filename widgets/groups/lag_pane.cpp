#include "widgets/groups/lag_pane.h"

#include "widgets/charts/time_series_view.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/format.h"

#include <QLabel>
#include <QVBoxLayout>

namespace eventflow::widgets {

namespace format = viewmodels::format;

namespace {
constexpr Duration kRateWindow = std::chrono::minutes(1);
constexpr Duration kStep = std::chrono::seconds(5);
} // namespace

LagPane::LagPane(QWidget* parent)
    : QWidget(parent), m_rates(makeLabel({}, "", this)), m_chart(TimeSeriesView::create(this)) {
    m_rates->setWordWrap(true);
    m_chart->setTitle(tr("Lag in records"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_rates);
    layout->addWidget(m_chart, 1);
}

QString lagRatesText(const admin::LagHistory& history) {
    const auto rates = history.rates(kRateWindow);
    if (!rates || history.samples().empty()) return {};
    const QString speeds = LagPane::tr("It consumes %1; %2 come in.")
                               .arg(format::rate(rates->consumed), format::rate(rates->produced));
    if (history.samples().back().lag() <= 0)
        return speeds + QStringLiteral(" ") + LagPane::tr("It has read up.");
    return speeds + QStringLiteral(" ") +
           (rates->catchesUpIn ? LagPane::tr("It catches up in %1.").arg(format::age(*rates->catchesUpIn))
                               : LagPane::tr("It does not catch up at these rates."));
}

void LagPane::showHistory(const admin::LagHistory& history) {
    const auto& samples = history.samples();
    if (samples.size() < 2) {
        m_rates->clear();
        return m_chart->showMessage(QStringLiteral("chart"), tr("The history begins now"),
                                    tr("Every five seconds there is one more point."));
    }
    m_rates->setText(lagRatesText(history));
    auto chart = std::make_shared<ChartData>();
    chart->from = samples.front().at;
    chart->until = samples.back().at;
    chart->step = kStep;
    ChartSeries lag{tr("lag"), {}};
    for (const admin::LagHistory::Sample& sample : samples)
        lag.samples.push_back({sample.at, static_cast<double>(sample.lag())});
    chart->series.push_back(std::move(lag));
    m_chart->setData(std::move(chart));
}

} // namespace eventflow::widgets
