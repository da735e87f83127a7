#pragma once

#include "core/browse/scan_request.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace eventflow::widgets {

class BrowseSession;

/// What reading is at and what came of it; before a large scan what it will read, with a budget. Thread: GUI.
class ScanBar : public QWidget {
    Q_OBJECT
public:
    explicit ScanBar(QWidget* parent);

    /// `rows`: how many are shown.
    void showSession(const BrowseSession& session, std::uint64_t rows);
    /// Puts a button of the screen at the right end.
    void addTool(QWidget* tool);

Q_SIGNALS:
    void startRequested(const eventflow::browse::ScanLimits& limits);
    void newerRequested();
    void olderRequested();

private:
    [[nodiscard]] QWidget* buildBudget();
    void showEstimate(const BrowseSession& session);
    void showNotes(const BrowseSession& session);
    void showMore(const BrowseSession& session);
    void showProgress(const BrowseSession& session);
    [[nodiscard]] QString stateText(const BrowseSession& session, std::uint64_t rows) const;
    void start();

    QLabel* m_state;
    QProgressBar* m_progress;
    QPushButton* m_older;
    QPushButton* m_newer;
    QWidget* m_tools;
    QLabel* m_notes;
    QWidget* m_budget = nullptr;
    QLabel* m_estimate = nullptr;
    QLineEdit* m_bytes = nullptr;
    QLineEdit* m_records = nullptr;
    QLabel* m_budgetFault = nullptr;
};

} // namespace eventflow::widgets
