#include "widgets/schemas/change_delegate.h"

#include "core/schema/schema_diff.h"
#include "widgets/common/theme.h"
#include "widgets/viewmodels/line_diff_model.h"
#include "widgets/viewmodels/roles.h"

#include <QPainter>

namespace eventflow::widgets {

using viewmodels::LineDiffModel;
using viewmodels::LineMark;

namespace {

constexpr double kTint = 0.12;

bool isTinted(LineMark mark, int column) {
    if (mark == LineMark::Same || column == LineDiffModel::Mark) return false;
    const bool isBefore = column == LineDiffModel::Before || column == LineDiffModel::BeforeNumber;
    return isBefore ? mark != LineMark::Added : mark != LineMark::Removed;
}

QString iconOf(LineMark mark) {
    switch (mark) {
    case LineMark::Added:
        return QStringLiteral("plus");
    case LineMark::Removed:
        return QStringLiteral("minus");
    case LineMark::Changed:
        return QStringLiteral("changed");
    case LineMark::Same:
        break;
    }
    return {};
}

} // namespace

ItemDelegate::Decoration ChangeDelegate::decorationOf(const QModelIndex& index,
                                                      const ThemeColors& theme) const {
    const QVariant state = index.data(viewmodels::StateRole);
    if (!state.isValid() || index.column() != 0) return ItemDelegate::decorationOf(index, theme);
    switch (static_cast<schema::ChangeKind>(state.toInt())) {
    case schema::ChangeKind::Added:
        return {QStringLiteral("plus"), theme.ok};
    case schema::ChangeKind::Removed:
        return {QStringLiteral("minus"), theme.critical};
    case schema::ChangeKind::Changed:
        return {QStringLiteral("changed"), theme.warning};
    case schema::ChangeKind::Moved:
        return {QStringLiteral("moved"), theme.info};
    }
    return {};
}

void LineDiffDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    const ThemeColors& theme = colors(option.palette);
    const auto mark = static_cast<LineMark>(index.data(viewmodels::StateRole).toInt());
    paintBackground(*painter, option, theme);
    const bool isBefore = index.column() <= LineDiffModel::Before;
    const QColor tint = isBefore ? theme.critical : theme.ok;
    if (isTinted(mark, index.column()) && !option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, blend(theme.surface, tint, kTint));
    if (index.column() == LineDiffModel::Mark) {
        const QColor color = mark == LineMark::Added     ? theme.ok
                             : mark == LineMark::Removed ? theme.critical
                                                         : theme.warning;
        paintIcon(*painter, contentArea(option.rect), {iconOf(mark), color}, theme);
        return;
    }
    painter->setFont(option.font);
    painter->setPen(index.data(viewmodels::MutedRole).toBool() ? theme.textMuted : theme.text);
    const QVariant alignment = index.data(Qt::TextAlignmentRole);
    drawLine(*painter, contentArea(option.rect), option.fontMetrics, index.data().toString(),
             alignment.isValid() ? Qt::Alignment(alignment.toInt()) : Qt::AlignLeft);
}

} // namespace eventflow::widgets
