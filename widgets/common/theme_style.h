#pragma once

#include <QProxyStyle>

namespace eventflow::widgets {

/// Fusion, with boxes to tick whose outline can be seen: its own is a shade of the window, which on a dark
/// one is hardly any. Colours are the theme's. Thread: GUI.
class ThemeStyle : public QProxyStyle {
    Q_OBJECT
public:
    ThemeStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
};

} // namespace eventflow::widgets
