#include "widgets/stream/hex_delegate.h"

#include "widgets/common/theme.h"
#include "widgets/viewmodels/hex_model.h"

#include <QPainter>

#include <algorithm>

namespace eventflow::widgets {

using viewmodels::HexModel;

namespace {

constexpr double kTint = 0.30;

/// The first character of a byte, see hexOf().
int characterOf(std::size_t byte, int column) {
    const auto at = static_cast<int>(byte);
    if (column == HexModel::Ascii) return at;
    return at * 3 + (byte >= HexModel::kBytesPerRow / 2 ? 1 : 0);
}

} // namespace

void HexDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    ItemDelegate::paintBackground(*painter, option, colors(option.palette));
    const auto* model = qobject_cast<const HexModel*>(index.model());
    if (model != nullptr && index.column() != HexModel::Offset) {
        const ThemeColors& theme = colors(option.palette);
        const QRect area = contentArea(option.rect);
        const int letter = option.fontMetrics.horizontalAdvance(u'0');
        const std::size_t row = static_cast<std::size_t>(index.row()) * HexModel::kBytesPerRow;
        for (const auto& mark : model->marksOf(index.row())) {
            const std::size_t first = std::max(mark.begin, row) - row;
            const std::size_t last = std::min(mark.end, row + HexModel::kBytesPerRow) - row - 1;
            const int letters = index.column() == HexModel::Ascii ? 1 : 2;
            const int left = area.left() + characterOf(first, index.column()) * letter;
            const int right = area.left() + (characterOf(last, index.column()) + letters) * letter;
            const QColor color = mark.color < 0
                                     ? theme.warning
                                     : theme.series[static_cast<std::size_t>(mark.color) % kSeriesColors];
            painter->fillRect(QRect(left - 1, area.top() + 1, right - left + 2, area.height() - 2),
                              blend(theme.surface, color, kTint));
        }
    }
    QStyleOptionViewItem text = option;
    text.state &= ~(QStyle::State_Selected | QStyle::State_MouseOver); // its ground is drawn
    ItemDelegate::paint(painter, text, index);
}

} // namespace eventflow::widgets
