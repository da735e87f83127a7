#pragma once

#include "core/model/sample.h"
#include "widgets/viewmodels/severity.h"

#include <QStringList>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace eventflow::widgets {

struct ChartSeries {
    QString name;                ///< unique within its chart; its colour follows it
    std::vector<Sample> samples; ///< oldest first
};

/// What a chart shows: immutable once made, so that a worker makes it and the GUI only swaps it.
struct ChartData {
    Timestamp from;
    Timestamp until;
    Duration step{}; ///< distance of the samples; a line ends where more than 1.5 steps are missing
    std::vector<ChartSeries> series;
    std::size_t omitted = 0; ///< series beyond what a chart can show
};

/// Something that happened: drawn as a vertical line with a triangle.
struct ChartMarker {
    Timestamp at;
    viewmodels::Severity severity = viewmodels::Severity::Info;
    bool resolved = false; ///< an end, not a beginning: hollow
    QString text;
    bool operator==(const ChartMarker&) const = default;
};

/// A chart of series over time: the seam behind which the drawing library can be replaced.
/// Thread: GUI.
class TimeSeriesView : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    /// The implementation in use.
    static TimeSeriesView* create(QWidget* parent);

    virtual void setTitle(const QString& title) = 0;
    /// As viewmodels::format::withUnit() takes it.
    virtual void setUnit(const QString& unit) = 0;
    virtual void setThreshold(std::optional<double> threshold) = 0;
    virtual void setData(std::shared_ptr<const ChartData> data) = 0;
    virtual void setMarkers(std::vector<ChartMarker> markers) = 0;
    /// Shown instead of the chart until the next setData().
    virtual void showMessage(const QString& iconName, const QString& title, const QString& text) = 0;
    /// A line of small print beside the title: `refresh failed`. Empty: nothing.
    virtual void setNote(const QString& note, const QString& detail) = 0;

    /// Shows the crosshair there, without emitting crosshairMoved(); kNoTime hides it.
    virtual void setCrosshair(Timestamp at) = 0;

    virtual void setHiddenSeries(const QStringList& names) = 0;
    [[nodiscard]] virtual QStringList hiddenSeries() const = 0;

Q_SIGNALS:
    /// The pointer (or the arrow keys) moved over the chart; kNoTime when it left.
    void crosshairMoved(eventflow::Timestamp at);
    void rangeSelected(eventflow::Timestamp from, eventflow::Timestamp until);
    void zoomOutRequested();
    void hiddenSeriesChanged();
};

} // namespace eventflow::widgets
