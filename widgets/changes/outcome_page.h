#pragma once

#include "core/base/result.h"
#include "core/feed/cluster.h"

#include <QString>
#include <QWidget>

class QLabel;
class QTableView;
class QWidget;

namespace eventflow::viewmodels {
class WriteReportModel;
}

namespace eventflow::widgets {

class Notice;

/// What became of a change. Thread: GUI.
class OutcomePage : public QWidget {
    Q_OBJECT
public:
    explicit OutcomePage(QWidget* parent);

    /// `writes`: it was about records, so that their counts are told.
    void showOutcome(const Result<feed::ChangeOutcome>& outcome, bool writes);

private:
    void showReport(const admin::WriteReport& report, bool writes);

    QString m_undoFile;
    viewmodels::WriteReportModel* m_model;
    Notice* m_headline;
    QLabel* m_counts;
    QTableView* m_table;
    QWidget* m_undo;
    QLabel* m_undoText;
};

} // namespace eventflow::widgets
