#pragma once

#include "core/admin/lag_history.h"

#include <QWidget>

class QLabel;

namespace eventflow::widgets {

class TimeSeriesView;

/// How the lag of a group moved while it was looked at, and where that leads. Thread: GUI.
class LagPane : public QWidget {
    Q_OBJECT
public:
    explicit LagPane(QWidget* parent = nullptr);

    void showHistory(const admin::LagHistory& history);

private:
    QLabel* m_rates;
    TimeSeriesView* m_chart;
};

/// `consumes 1.20k/s, 900/s come in, catches up in 4m 10s`; empty while too little is known.
QString lagRatesText(const admin::LagHistory& history);

} // namespace eventflow::widgets
