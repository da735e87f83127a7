#pragma once

#include "widgets/common/item_delegate.h"

namespace eventflow::widgets {

/// Draws the rows of a HexModel: marked bytes on a ground of their colour. The view's font is monospaced.
class HexDelegate : public ItemDelegate {
    Q_OBJECT
public:
    using ItemDelegate::ItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace eventflow::widgets
