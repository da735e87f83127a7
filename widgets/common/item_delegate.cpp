#include "widgets/common/item_delegate.h"

#include "core/model/alert.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/viewmodels/alert_list_model.h"
#include "widgets/viewmodels/roles.h"

namespace eventflow::widgets {

namespace {

QColor stateColor(const ThemeColors& theme, AlertState state) {
    switch (state) {
    case AlertState::Firing:
        return theme.critical;
    case AlertState::Pending:
        return theme.warning;
    case AlertState::Recovering:
        return theme.info;
    case AlertState::Resolved:
        return theme.ok;
    case AlertState::Inactive:
        break;
    }
    return theme.textMuted;
}

} // namespace

void ItemDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    const ThemeColors& theme = colors(option->palette);
    if (index.data(viewmodels::MutedRole).toBool()) option->palette.setColor(QPalette::Text, theme.textMuted);
    if (const QVariant severity = index.data(viewmodels::SeverityRole); severity.isValid()) {
        const auto value = static_cast<viewmodels::Severity>(severity.toInt());
        setIcon(option, viewmodels::severityIcon(value), severityColor(theme, value));
    }
}

void ItemDelegate::setIcon(QStyleOptionViewItem* option, const QString& iconName, const QColor& color) {
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->icon = color.isValid() ? coloredIcon(iconName, color) : themedIcon(iconName);
    option->decorationSize = QSize(16, 16);
    if (color.isValid()) option->palette.setColor(QPalette::Text, color);
}

void AlertStateDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    ItemDelegate::initStyleOption(option, index);
    const QVariant state = index.data(viewmodels::StateRole);
    if (!state.isValid()) return;
    const auto value = static_cast<AlertState>(state.toInt());
    setIcon(option, viewmodels::alertStateIcon(value), stateColor(colors(option->palette), value));
}

} // namespace eventflow::widgets
