#include "widgets/messages/marked_scroll_bar.h"

#include "widgets/common/theme.h"

#include <QPainter>

namespace eventflow::widgets {

namespace {

constexpr int kMarkHeight = 3;

} // namespace

void MarkedScrollBar::setMarks(std::vector<int> rows, int count) {
    if (rows == m_rows && (rows.empty() || count == m_count)) return;
    m_rows = std::move(rows);
    m_count = count;
    update();
}

void MarkedScrollBar::paintEvent(QPaintEvent* event) {
    QScrollBar::paintEvent(event);
    if (m_count == 0) return;
    QPainter painter(this);
    for (const int row : m_rows) {
        const auto y = static_cast<int>(static_cast<qint64>(height() - kMarkHeight) * row / m_count);
        painter.fillRect(QRect(1, y, width() - 2, kMarkHeight), colors(palette()).accent);
    }
}

} // namespace eventflow::widgets
