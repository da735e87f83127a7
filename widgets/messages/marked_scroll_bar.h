#pragma once

#include <QScrollBar>

#include <vector>

namespace eventflow::widgets {

/// A vertical scroll bar that shows where in the list some rows are. Thread: GUI.
class MarkedScrollBar : public QScrollBar {
    Q_OBJECT
public:
    explicit MarkedScrollBar(QWidget* parent) : QScrollBar(Qt::Vertical, parent) {}

    /// Rows of a list of `count`.
    void setMarks(std::vector<int> rows, int count);
    [[nodiscard]] const std::vector<int>& marks() const { return m_rows; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<int> m_rows;
    int m_count = 0;
};

} // namespace eventflow::widgets
