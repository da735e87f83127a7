#pragma once

#include "widgets/viewmodels/text_rows.h"

#include <QAbstractScrollArea>

#include <vector>

namespace eventflow::widgets {

/// Text of any size to read, select and copy: only the rows in sight are laid out, so that a line of a
/// mebibyte costs no more than a short one. Monospaced, wrapped at the width of the view. What is copied is
/// the text as it was given. Thread: GUI.
class TextView : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit TextView(QWidget* parent = nullptr);

    void setText(const QString& text);
    /// Numbers the lines of the text, not the rows they are wrapped into.
    void setLineNumbers(bool shown);
    [[nodiscard]] const QString& text() const { return m_rows.text(); }
    [[nodiscard]] QString selectedText() const;
    [[nodiscard]] qsizetype cursorPosition() const { return m_cursor; }
    void select(qsizetype anchor, qsizetype cursor);
    void selectAll() { select(0, text().size()); }
    void copy() const;
    [[nodiscard]] int rowCount() const { return m_rows.rowCount(); }
    /// The character at a place of the viewport.
    [[nodiscard]] qsizetype positionAt(QPointF point) const;
    /// Of a character in the viewport, seen or not.
    [[nodiscard]] QRect rectOf(qsizetype position) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    [[nodiscard]] int rowHeight() const { return fontMetrics().lineSpacing(); }
    [[nodiscard]] int rowsInSight() const;
    void rewrap();
    void countLines();
    void updateScrollBar();
    /// Where the text begins, from the left edge of the viewport.
    [[nodiscard]] int textLeft() const;
    void moveCursor(qsizetype position, bool keepAnchor);
    [[nodiscard]] qsizetype targetOf(const QKeyEvent& key) const;
    void paintRow(QPainter& painter, int row, int top) const;
    [[nodiscard]] double xOf(int row, qsizetype position) const;

    viewmodels::TextRows m_rows;
    bool m_lineNumbers = false;
    std::vector<int> m_lineOfRow; ///< 0: the row goes on with the line above it
    int m_lineCount = 0;
    qsizetype m_anchor = 0;
    qsizetype m_cursor = 0;
};

} // namespace eventflow::widgets
