#include "widgets/topics/share_table.h"

#include "widgets/common/item_delegate.h"
#include "widgets/common/theme.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/roles.h"

#include <QPainter>
#include <QTableView>

#include <algorithm>

namespace eventflow::widgets {
namespace {

class ShareDelegate final : public ItemDelegate {
public:
    using ItemDelegate::ItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        if (index.column() != viewmodels::ShareModel::Share)
            return ItemDelegate::paint(painter, option, index);
        const ThemeColors& theme = colors(option.palette);
        paintBackground(*painter, option, theme);
        QRect area = contentArea(option.rect);
        const QRect words(area.left(), area.top(), option.fontMetrics.horizontalAdvance(u'0') * 7,
                          area.height());
        painter->setPen(theme.text);
        painter->setFont(option.font);
        drawLine(*painter, words, option.fontMetrics, index.data().toString(), Qt::AlignRight);
        area.setLeft(words.right() + 12);
        const double length = std::clamp(index.data(viewmodels::SortRole).toDouble(), 0.0, 1.0);
        const int bar = std::max(static_cast<int>(area.width() * length), length > 0 ? 2 : 0);
        painter->fillRect(QRect(area.left(), area.center().y() - 4, bar, 8), theme.series[0]);
    }
};

} // namespace

void setUpShareTable(QTableView& view, viewmodels::ShareModel& model, const QString& accessibleName) {
    view.setModel(&model);
    view.setItemDelegate(new ShareDelegate(&view));
    setUpTable(view, accessibleName, {24, 14, 30}, viewmodels::ShareModel::Share);
}

} // namespace eventflow::widgets
