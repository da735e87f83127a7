#include "widgets/common/text_view.h"

#include "widgets/common/view_setup.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace eventflow::widgets {

namespace {

constexpr int kMargin = 6;

/// One row, laid out as drawText() does it.
void layOut(QTextLayout& layout) {
    layout.beginLayout();
    layout.createLine();
    layout.endLayout();
}

} // namespace

TextView::TextView(QWidget* parent) : QAbstractScrollArea(parent) {
    setFont(monospaceFont(font()));
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Base);
    setBackgroundRole(QPalette::Base);
}

void TextView::setText(const QString& text) {
    m_rows.setText(text);
    countLines();
    m_anchor = m_cursor = 0;
    verticalScrollBar()->setValue(0);
    updateScrollBar();
    viewport()->update();
}

void TextView::setLineNumbers(bool shown) {
    m_lineNumbers = shown;
    rewrap();
}

void TextView::countLines() {
    m_lineOfRow.clear();
    m_lineCount = 0;
    if (!m_lineNumbers) return;
    for (int row = 0; row < m_rows.rowCount(); ++row) {
        const qsizetype start = m_rows.rowStart(row);
        const bool begins = start == 0 || text()[start - 1] == u'\n';
        m_lineOfRow.push_back(begins ? ++m_lineCount : 0);
    }
}

int TextView::textLeft() const {
    if (!m_lineNumbers) return kMargin;
    const auto digits = std::max<qsizetype>(3, QString::number(m_lineCount).size());
    return kMargin + static_cast<int>(digits + 2) * fontMetrics().horizontalAdvance(u'0');
}

QString TextView::selectedText() const {
    return text().mid(std::min(m_anchor, m_cursor), std::abs(m_cursor - m_anchor));
}

void TextView::select(qsizetype anchor, qsizetype cursor) {
    m_anchor = std::clamp<qsizetype>(anchor, 0, text().size());
    m_cursor = std::clamp<qsizetype>(cursor, 0, text().size());
    viewport()->update();
}

void TextView::copy() const {
    if (m_anchor != m_cursor) QApplication::clipboard()->setText(selectedText());
}

int TextView::rowsInSight() const {
    return std::max(1, viewport()->height() / rowHeight());
}

void TextView::rewrap() {
    // The first row in sight stays where it is.
    const qsizetype first = m_rows.rowStart(std::min(verticalScrollBar()->value(), m_rows.rowCount() - 1));
    const double cell = std::max(1.0, QFontMetricsF(font()).horizontalAdvance(u'0'));
    m_rows.setColumns(static_cast<int>((viewport()->width() - textLeft() - kMargin) / cell));
    countLines();
    updateScrollBar();
    verticalScrollBar()->setValue(m_rows.rowAt(first));
}

void TextView::updateScrollBar() {
    verticalScrollBar()->setPageStep(rowsInSight());
    verticalScrollBar()->setRange(0, std::max(0, m_rows.rowCount() - rowsInSight()));
}

double TextView::xOf(int row, qsizetype position) const {
    QTextLayout layout(m_rows.shown(row), font());
    layOut(layout);
    return textLeft() + layout.lineAt(0).cursorToX(static_cast<int>(position - m_rows.rowStart(row)));
}

qsizetype TextView::positionAt(QPointF point) const {
    const int offset = static_cast<int>(std::floor((point.y() - kMargin) / rowHeight()));
    const int row = std::clamp(verticalScrollBar()->value() + offset, 0, m_rows.rowCount() - 1);
    QTextLayout layout(m_rows.shown(row), font());
    layOut(layout);
    return m_rows.rowStart(row) + layout.lineAt(0).xToCursor(point.x() - textLeft());
}

QRect TextView::rectOf(qsizetype position) const {
    const int row = m_rows.rowAt(position);
    const int top = kMargin + (row - verticalScrollBar()->value()) * rowHeight();
    return {static_cast<int>(xOf(row, position)), top, fontMetrics().horizontalAdvance(u'0'), rowHeight()};
}

void TextView::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.setFont(font());
    const int first = verticalScrollBar()->value();
    const int rows = std::min(m_rows.rowCount() - first, rowsInSight() + 1);
    for (int i = 0; i < rows; ++i) {
        const int top = kMargin + i * rowHeight();
        if (event->rect().intersects(QRect(0, top, viewport()->width(), rowHeight())))
            paintRow(painter, first + i, top);
    }
    if (hasFocus())
        painter.fillRect(QRect(rectOf(m_cursor).topLeft(), QSize(1, rowHeight())), palette().text());
}

void TextView::paintRow(QPainter& painter, int row, int top) const {
    const qsizetype from = std::max(std::min(m_anchor, m_cursor), m_rows.rowStart(row));
    const qsizetype until = std::min(std::max(m_anchor, m_cursor), m_rows.rowEnd(row));
    if (from < until) {
        const double left = xOf(row, from);
        painter.fillRect(QRectF(left, top, xOf(row, until) - left, rowHeight()),
                         palette().brush(QPalette::Highlight));
    }
    if (m_lineNumbers && m_lineOfRow[static_cast<std::size_t>(row)] > 0) {
        const int digit = fontMetrics().horizontalAdvance(u'0');
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(QRect(0, top, textLeft() - 2 * digit, rowHeight()), Qt::AlignRight,
                         QString::number(m_lineOfRow[static_cast<std::size_t>(row)]));
    }
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(QPointF(textLeft(), top + fontMetrics().ascent()), m_rows.shown(row));
}

void TextView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    rewrap();
}

void TextView::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) rewrap();
}

void TextView::moveCursor(qsizetype position, bool keepAnchor) {
    m_cursor = std::clamp<qsizetype>(position, 0, text().size());
    if (!keepAnchor) m_anchor = m_cursor;
    const int row = m_rows.rowAt(m_cursor);
    QScrollBar& bar = *verticalScrollBar();
    if (row < bar.value())
        bar.setValue(row);
    else if (row >= bar.value() + rowsInSight())
        bar.setValue(row - rowsInSight() + 1);
    viewport()->update();
}

/// Where a key takes the cursor; -1 when it is none of ours.
qsizetype TextView::targetOf(const QKeyEvent& key) const {
    const bool whole = key.modifiers().testFlag(Qt::ControlModifier);
    const int row = m_rows.rowAt(m_cursor);
    const auto inRow = [&](int other) {
        other = std::clamp(other, 0, m_rows.rowCount() - 1);
        return std::min(m_rows.rowStart(other) + (m_cursor - m_rows.rowStart(row)), m_rows.rowEnd(other));
    };
    switch (key.key()) {
    case Qt::Key_Left:
        return m_rows.beside(m_cursor, -1);
    case Qt::Key_Right:
        return m_rows.beside(m_cursor, 1);
    case Qt::Key_Up:
        return inRow(row - 1);
    case Qt::Key_Down:
        return inRow(row + 1);
    case Qt::Key_PageUp:
        return inRow(row - rowsInSight());
    case Qt::Key_PageDown:
        return inRow(row + rowsInSight());
    case Qt::Key_Home:
        return whole ? 0 : m_rows.rowStart(row);
    case Qt::Key_End:
        return whole ? text().size() : m_rows.rowEnd(row);
    default:
        return -1;
    }
}

void TextView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) return copy();
    if (event->matches(QKeySequence::SelectAll)) return selectAll();
    const qsizetype target = targetOf(*event);
    if (target < 0) return QAbstractScrollArea::keyPressEvent(event);
    moveCursor(target, event->modifiers().testFlag(Qt::ShiftModifier));
}

void TextView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        moveCursor(positionAt(event->position()), event->modifiers().testFlag(Qt::ShiftModifier));
}

void TextView::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons().testFlag(Qt::LeftButton)) moveCursor(positionAt(event->position()), true);
}

void TextView::mouseDoubleClickEvent(QMouseEvent* event) {
    const auto [begin, end] = m_rows.wordAt(positionAt(event->position()));
    if (event->button() == Qt::LeftButton) select(begin, end);
}

void TextView::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    menu.addAction(tr("&Copy"), this, &TextView::copy)->setEnabled(m_anchor != m_cursor);
    menu.addAction(tr("Select &all"), this, &TextView::selectAll)->setEnabled(!text().isEmpty());
    menu.exec(event->globalPos());
}

} // namespace eventflow::widgets
