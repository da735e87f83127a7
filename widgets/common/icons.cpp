#include "widgets/common/icons.h"

#include "widgets/common/theme.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace eventflow::widgets {

namespace {

QString fileOf(const QString& name) {
    return QStringLiteral(":/icons/%1.svg").arg(name);
}

QByteArray svgOf(const QString& name) {
    QFile file(fileOf(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void render(QPainter& painter, const QByteArray& svg, const QColor& color, const QRectF& target) {
    // The drawings say currentColor, which QSvgRenderer does not resolve.
    QSvgRenderer renderer(QByteArray(svg).replace("currentColor", color.name(QColor::HexRgb).toLatin1()));
    const double side = std::min(target.width(), target.height());
    renderer.render(&painter, QRectF(target.center() - QPointF(side / 2, side / 2), QSizeF(side, side)));
}

/// Reading and drawing an icon takes a tenth of a millisecond; a table shows dozens of them in every frame.
QPixmap rendered(const QString& name, const QColor& color, const QSize& size, double devicePixelRatio) {
    const QSize pixels = size * devicePixelRatio;
    const QString key = QStringLiteral("icon/%1/%2/%3x%4")
                            .arg(name, color.name(QColor::HexArgb))
                            .arg(pixels.width())
                            .arg(pixels.height());
    QPixmap result;
    if (!QPixmapCache::find(key, &result)) {
        result = QPixmap(pixels);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        render(painter, svgOf(name), color, QRectF(QPointF(0, 0), QSizeF(pixels)));
        painter.end();
        QPixmapCache::insert(key, result);
    }
    result.setDevicePixelRatio(devicePixelRatio);
    return result;
}

/// Chooses colour and size at paint time, so that neither scale nor theme is baked in.
class SvgIconEngine final : public QIconEngine {
public:
    SvgIconEngine(QString name, QColor color) : m_name(std::move(name)), m_color(color) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        if (rect.isEmpty()) return;
        painter->drawPixmap(
            rect, rendered(m_name, colorFor(mode), rect.size(), painter->device()->devicePixelRatioF()));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override {
        return size.isEmpty() ? QPixmap() : rendered(m_name, colorFor(mode), size, 1);
    }
    [[nodiscard]] QIconEngine* clone() const override { return new SvgIconEngine(m_name, m_color); }

private:
    [[nodiscard]] QColor colorFor(QIcon::Mode mode) const {
        const ThemeColors& theme = colors(QGuiApplication::palette());
        if (mode == QIcon::Disabled) return blend(theme.surface, theme.textMuted, 0.6);
        return m_color.isValid() ? m_color : theme.text;
    }

    QString m_name;
    QColor m_color; ///< invalid: the theme's text
};

QIcon makeIcon(const QString& name, const QColor& color) {
    return QFile::exists(fileOf(name)) ? QIcon(new SvgIconEngine(name, color)) : QIcon();
}

} // namespace

QIcon themedIcon(const QString& name) {
    return makeIcon(name, {});
}

QIcon coloredIcon(const QString& name, const QColor& color) {
    return makeIcon(name, color);
}

QPixmap iconPixmap(const QString& name, const QColor& color, int size, double devicePixelRatio) {
    return rendered(name, color, QSize(size, size), devicePixelRatio);
}

} // namespace eventflow::widgets
