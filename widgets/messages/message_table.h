#pragma once

#include <QTableView>
#include <QTimer>

namespace eventflow::viewmodels {
class BrowseModel;
}

namespace eventflow::widgets {

/// The table of a BrowseModel: rows that come on top do not move what is being read. Thread: GUI.
class MessageTable : public QTableView {
    Q_OBJECT
public:
    /// Rows that Ctrl+A chooses: a selection of millions takes seconds.
    static constexpr int kMaxSelected = 100'000;

    MessageTable(viewmodels::BrowseModel& model, QWidget* parent);

    /// Takes in what the stores of the model have now.
    void refresh();
    /// Rows of the selection, from the top, at most so many.
    [[nodiscard]] QList<int> chosenRows(int atMost) const;
    [[nodiscard]] int firstVisible() const;
    [[nodiscard]] int lastVisible() const;
    /// Chooses a row and brings it into sight.
    void goTo(int row);
    void selectAll() override;

Q_SIGNALS:
    /// The rows in sight are others now, or hold something else. Once for several changes.
    void visibleRowsChanged();
    /// The last rows are in sight.
    void endReached();

protected:
    void scrollContentsBy(int dx, int dy) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void announceVisible();

    viewmodels::BrowseModel& m_model;
    QTimer m_visible;
};

} // namespace eventflow::widgets
