#pragma once

#include "widgets/common/item_delegate.h"

namespace eventflow::widgets {

/// Draws a row of FiringAlertsModel on three lines: icon, severity as a word and age; name; labels.
class AlertDelegate : public ItemDelegate {
    Q_OBJECT
public:
    using ItemDelegate::ItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace eventflow::widgets
