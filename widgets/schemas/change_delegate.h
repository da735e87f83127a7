#pragma once

#include "widgets/common/item_delegate.h"

namespace eventflow::widgets {

/// schema::ChangeKind in StateRole as icon and colour in the first column; the rest as usual.
class ChangeDelegate : public ItemDelegate {
    Q_OBJECT
public:
    using ItemDelegate::ItemDelegate;

protected:
    [[nodiscard]] Decoration decorationOf(const QModelIndex& index, const ThemeColors& theme) const override;
};

/// A line of a side-by-side text: a mark and a tinted background where it differs. Monospaced by the view.
class LineDiffDelegate : public ItemDelegate {
    Q_OBJECT
public:
    using ItemDelegate::ItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace eventflow::widgets
