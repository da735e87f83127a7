#pragma once

#include <QObject>
#include <QString>

class QTableView;

namespace eventflow::viewmodels {
class FindableTableModel;
}

namespace eventflow::widgets {

/// Keeps the chosen row chosen, and the rows in sight where they are, over resets of the model. A row that is
/// filtered away is chosen again when it comes back. Thread: GUI. Make it after setModel().
class PlaceKeeper : public QObject {
    Q_OBJECT
public:
    /// Lifetime: owned by the view.
    PlaceKeeper(QTableView& view, viewmodels::FindableTableModel& model);

    /// The row that was chosen last, shown or not; empty: none was.
    [[nodiscard]] const QString& chosenId() const { return m_chosen; }
    void choose(const QString& recordId);
    void forget() { m_chosen.clear(); }

Q_SIGNALS:
    /// By the user or by choose().
    void chosen(const QString& recordId);

private:
    void remember();
    void restore();
    [[nodiscard]] int rowHeight() const;

    QTableView& m_view;
    viewmodels::FindableTableModel& m_model;
    QString m_chosen;
    QString m_top;    ///< the first row in sight
    int m_topCut = 0; ///< pixels of it that are not
    bool m_restoring = false;
};

} // namespace eventflow::widgets
