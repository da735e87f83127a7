#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;

namespace eventflow::widgets {

/// Figures side by side on a card, each a value above its caption, with operators between them where there
/// are any. Thread: GUI.
class FiguresBar : public QFrame {
    Q_OBJECT
public:
    explicit FiguresBar(QWidget* parent = nullptr);

    /// Adds a figure at the end; the returned label shows its value.
    QLabel* addFigure(const QString& caption, const QString& toolTip = {});
    void addOperator(const QString& sign);
    void addStretch();
    void addWidget(QWidget* widget);

private:
    QHBoxLayout* m_layout;
};

} // namespace eventflow::widgets
