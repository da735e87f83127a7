#pragma once

#include <QStyledItemDelegate>

namespace eventflow::widgets {

/// Draws a row of FiringAlertsModel on two lines: icon, severity as a word and age; name and labels.
class AlertDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace eventflow::widgets
