#include "widgets/common/icons.h"

#include "widgets/common/theme.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

namespace eventflow::widgets {

namespace {

QByteArray svgOf(const QString& name) {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void render(QPainter& painter, const QByteArray& svg, const QColor& color, const QRectF& target) {
    // The drawings say currentColor, which QSvgRenderer does not resolve.
    QSvgRenderer renderer(QByteArray(svg).replace("currentColor", color.name(QColor::HexRgb).toLatin1()));
    const double side = std::min(target.width(), target.height());
    renderer.render(&painter, QRectF(target.center() - QPointF(side / 2, side / 2), QSizeF(side, side)));
}

/// Renders at paint time, so that neither scale nor theme is baked in.
class SvgIconEngine final : public QIconEngine {
public:
    SvgIconEngine(QByteArray svg, QColor color) : m_svg(std::move(svg)), m_color(color) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        render(*painter, m_svg, colorFor(mode), rect);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return result;
    }
    [[nodiscard]] QIconEngine* clone() const override { return new SvgIconEngine(m_svg, m_color); }

private:
    [[nodiscard]] QColor colorFor(QIcon::Mode mode) const {
        const ThemeColors& theme = colors(QGuiApplication::palette());
        if (mode == QIcon::Disabled) return blend(theme.surface, theme.textMuted, 0.6);
        return m_color.isValid() ? m_color : theme.text;
    }

    QByteArray m_svg;
    QColor m_color; ///< invalid: the theme's text
};

QIcon makeIcon(const QString& name, const QColor& color) {
    QByteArray svg = svgOf(name);
    return svg.isEmpty() ? QIcon() : QIcon(new SvgIconEngine(std::move(svg), color));
}

} // namespace

QIcon themedIcon(const QString& name) {
    return makeIcon(name, {});
}

QIcon coloredIcon(const QString& name, const QColor& color) {
    return makeIcon(name, color);
}

QPixmap iconPixmap(const QString& name, const QColor& color, int size, double devicePixelRatio) {
    QPixmap result(QSize(size, size) * devicePixelRatio);
    result.setDevicePixelRatio(devicePixelRatio);
    result.fill(Qt::transparent);
    QPainter painter(&result);
    render(painter, svgOf(name), color, QRectF(0, 0, size, size));
    return result;
}

} // namespace eventflow::widgets
