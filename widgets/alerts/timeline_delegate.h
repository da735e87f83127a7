#pragma once

#include "widgets/common/item_delegate.h"

namespace eventflow::widgets {

/// One step of an alert's life on two lines: what changed and when, and below it why. For the column Change
/// of a TransitionModel.
class TimelineDelegate : public AlertStateDelegate {
    Q_OBJECT
public:
    using AlertStateDelegate::AlertStateDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace eventflow::widgets
