#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QLabel>
#include <QLineEdit>
#include <QStringList>
#include <QWidget>

namespace eventflow::testing {

/// Widgets that the keyboard reaches and a screen reader has no name for.
inline QStringList unnamedFocusWidgets(const QWidget& root) {
    QStringList unnamed;
    const auto widgets = root.findChildren<QWidget*>();
    for (QWidget* widget : widgets) {
        if (!(widget->focusPolicy() & Qt::TabFocus) || !widget->isVisibleTo(&root)) continue;
        const QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(widget);
        if (accessible == nullptr || accessible->text(QAccessible::Name).isEmpty())
            unnamed += QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName();
    }
    return unnamed;
}

/// The view with this accessible name; nullptr when there is none.
template <typename View>
View* findNamed(const QWidget& root, const QString& accessibleName) {
    const auto views = root.findChildren<View*>();
    for (View* view : views)
        if (view->accessibleName() == accessibleName) return view;
    return nullptr;
}

/// Every text of visible labels, for "is it said anywhere".
inline QString visibleText(const QWidget& root) {
    QStringList texts;
    const auto labels = root.findChildren<QLabel*>();
    for (const QLabel* label : labels)
        if (label->isVisibleTo(&root)) texts += label->text();
    return texts.join(u'\n');
}

} // namespace eventflow::testing
