#include "widgets/charts/decimator.h"

#include <algorithm>
#include <cmath>

namespace eventflow::widgets {

namespace {

double toDouble(Duration d) {
    return static_cast<double>(d.count());
}

} // namespace

double PlotArea::x(Timestamp t) const {
    return left + width * (toDouble(t - from) / toDouble(until - from));
}

double PlotArea::y(double value) const {
    return top + height * (1 - (value - low) / (high - low));
}

Timestamp PlotArea::timeAt(double x) const {
    const double ratio = std::clamp((x - left) / width, 0.0, 1.0);
    return from + Duration(std::llround(ratio * toDouble(until - from)));
}

/// Collects one column at a time and draws it when the next begins.
class Decimator::Pen {
public:
    Pen(const PlotArea& area, double columnsPerUnit, QList<QLineF>& out)
        : m_area(area), m_columnsPerUnit(columnsPerUnit), m_out(out) {}

    void moveTo(const Sample& sample, int column) {
        finish();
        begin(sample, column);
        m_drawn = false;
    }
    void lineTo(const Sample& sample, int column) {
        if (column == m_column) {
            m_low = std::min(m_low, sample.value);
            m_high = std::max(m_high, sample.value);
            m_last = point(sample);
            ++m_count;
            return;
        }
        const QPointF previous = m_last;
        drawColumn();
        begin(sample, column);
        m_out.append(QLineF(previous, m_last));
        m_drawn = true;
    }
    void finish() {
        if (m_count == 0) return;
        drawColumn();
        // A sample without neighbours would leave no trace.
        if (!m_drawn) m_out.append(QLineF(m_last - QPointF(1, 0), m_last + QPointF(1, 0)));
        m_count = 0;
    }

private:
    [[nodiscard]] QPointF point(const Sample& sample) const {
        return {m_area.x(sample.ts), m_area.y(sample.value)};
    }
    void begin(const Sample& sample, int column) {
        m_column = column;
        m_low = m_high = sample.value;
        m_last = point(sample);
        m_count = 1;
    }
    void drawColumn() {
        if (m_count < 2) return;
        const double x = m_area.left + (m_column + 0.5) / m_columnsPerUnit;
        m_out.append(QLineF(x, m_area.y(m_low), x, m_area.y(m_high)));
        m_drawn = true;
    }

    const PlotArea& m_area;
    double m_columnsPerUnit;
    QList<QLineF>& m_out;
    int m_column = 0;
    int m_count = 0;
    bool m_drawn = true;
    double m_low = 0;
    double m_high = 0;
    QPointF m_last;
};

Decimator::Decimator(const PlotArea& area, Duration maxGap, double columnsPerUnit)
    : m_area(area), m_maxGap(maxGap), m_columnsPerUnit(columnsPerUnit) {}

int Decimator::column(Timestamp t) const {
    return static_cast<int>(std::floor((m_area.x(t) - m_area.left) * m_columnsPerUnit));
}

void Decimator::append(std::span<const Sample> samples, QList<QLineF>& out) const {
    if (!m_area.isValid()) return;
    const auto byTime = [](const Sample& sample, Timestamp t) { return sample.ts < t; };
    auto it = std::lower_bound(samples.begin(), samples.end(), m_area.from, byTime);
    if (it != samples.begin()) --it; // the line that enters from the left
    Pen pen(m_area, m_columnsPerUnit, out);
    const Sample* previous = nullptr;
    for (; it != samples.end(); ++it) {
        if (!std::isfinite(it->value)) {
            previous = nullptr;
            continue;
        }
        if (previous != nullptr && it->ts - previous->ts <= m_maxGap)
            pen.lineTo(*it, column(it->ts));
        else if (it->ts <= m_area.until)
            pen.moveTo(*it, column(it->ts));
        previous = &*it;
        if (it->ts > m_area.until) break;
    }
    pen.finish();
}

const Sample* nearestSample(std::span<const Sample> samples, Timestamp t, Duration maxDistance) {
    const auto after = std::lower_bound(samples.begin(), samples.end(), t,
                                        [](const Sample& sample, Timestamp at) { return sample.ts < at; });
    const Sample* best = after == samples.end() ? nullptr : &*after;
    if (after != samples.begin()) {
        const Sample* before = &*(after - 1);
        if (best == nullptr || t - before->ts < best->ts - t) best = before;
    }
    if (best == nullptr || std::chrono::abs(best->ts - t) > maxDistance) return nullptr;
    return best;
}

} // namespace eventflow::widgets
