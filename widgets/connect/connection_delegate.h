#pragma once

#include "widgets/common/item_delegate.h"

namespace eventflow::widgets {

/// A row of ConnectionDrafts: its colour as a bar, the name over the environment's icon and word, a lock
/// when it is read-only.
class ConnectionDelegate : public ItemDelegate {
    Q_OBJECT
public:
    using ItemDelegate::ItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace eventflow::widgets
