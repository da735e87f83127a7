#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace eventflow::widgets {

/// An icon of resources/icons, drawn in the text colour of the present theme, sharp at any size and scale.
/// It follows a change of the theme by itself. An unknown name is an empty icon.
QIcon themedIcon(const QString& name);
/// The same in one colour, whatever the theme.
QIcon coloredIcon(const QString& name, const QColor& color);
/// For painters and labels: `size` in device-independent pixels.
QPixmap iconPixmap(const QString& name, const QColor& color, int size, double devicePixelRatio);

} // namespace eventflow::widgets
