#pragma once

#include "core/base/time.h"

#include <QColor>
#include <QFont>
#include <QGraphicsItem>
#include <QString>

#include <vector>

namespace eventflow::widgets {

struct ThemeColors;

/// What lies over a chart and follows the pointer: the line at a time, a box with the values there, and the
/// range that is being dragged.
class CrosshairItem : public QGraphicsItem {
public:
    using QGraphicsItem::QGraphicsItem;

    struct Row {
        QColor color; ///< invalid: a line of text without a swatch
        QString name;
        QString value;
    };
    struct Content {
        bool visible = false;
        double x = 0;
        QString title;         ///< the time
        std::vector<Row> rows; ///< empty: no box, only the line
    };
    void setBounds(const QRectF& plot);
    void setTheme(const ThemeColors& theme, const QFont& font);
    void setContent(Content content);
    [[nodiscard]] const Content& content() const { return m_content; }
    /// The dragged range in x; an empty one hides it.
    void setSelection(double from, double until);

    [[nodiscard]] QRectF boundingRect() const override { return m_plot; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintBox(QPainter& painter) const;

    const ThemeColors* m_theme = nullptr;
    QFont m_font;
    QRectF m_plot;
    Content m_content;
    double m_selectFrom = 0;
    double m_selectUntil = 0;
};

} // namespace eventflow::widgets
