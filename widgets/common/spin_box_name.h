#pragma once

#include <QAbstractSpinBox>
#include <QLineEdit>

namespace eventflow::widgets {

/// What a screen reader says for a spin box, which has a line edit of its own in it.
inline void setSpinBoxName(QAbstractSpinBox& box, const QString& accessibleName) {
    box.setAccessibleName(accessibleName);
    if (auto* edit = box.findChild<QLineEdit*>()) edit->setAccessibleName(accessibleName);
}

} // namespace eventflow::widgets
