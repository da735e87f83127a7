#pragma once

#include <QWidget>

#include <initializer_list>

class QLabel;
class QLineEdit;
class QTableView;
class QToolButton;

namespace eventflow::viewmodels {
class HeldTableModel;
}

namespace eventflow::widgets {

/// The latest things of a stream with a filter: while one is chosen the list stands still and says how many
/// came since; Escape or the button lets it go on. Thread: GUI. Lifetime: the model outlives the list.
class RecordList : public QWidget {
    Q_OBJECT
public:
    struct Texts {
        QString table; ///< accessible names
        QString resume;
        QString filter;
        QString placeholder; ///< of the filter
    };
    RecordList(viewmodels::HeldTableModel& model, const Texts& texts, std::initializer_list<int> widths,
               int stretch, QWidget* parent);

    /// What is said while the list goes on, and while it is held `fresh`: how many came since.
    void setState(const QString& live, std::uint64_t fresh);
    /// Lets the list go on: nothing is chosen any more.
    void resume();

    [[nodiscard]] QTableView& table() { return *m_table; }
    [[nodiscard]] QLineEdit& filter() { return *m_filter; }

Q_SIGNALS:
    /// A row was chosen and the list is held; -1: none is.
    void chosen(int row);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void choose(int row);

    viewmodels::HeldTableModel& m_model;
    QTableView* m_table;
    QLineEdit* m_filter;
    QLabel* m_state;
    QToolButton* m_resume;
};

} // namespace eventflow::widgets
