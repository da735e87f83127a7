#include "widgets/pipeline/figures_bar.h"

#include "widgets/common/view_setup.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace eventflow::widgets {

namespace {

QFont figureFont(const QFont& like) {
    QFont font = like;
    font.setPointSizeF(like.pointSizeF() * 1.2);
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

FiguresBar::FiguresBar(QWidget* parent) : QFrame(parent), m_layout(new QHBoxLayout(this)) {
    setProperty("card", true);
    m_layout->setContentsMargins(16, 10, 16, 10);
    m_layout->setSpacing(26);
}

QLabel* FiguresBar::addFigure(const QString& caption, const QString& toolTip) {
    auto* figure = new QWidget(this);
    auto* column = new QVBoxLayout(figure);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    QLabel* value = makeLabel(QStringLiteral("–"), "", figure);
    value->setFont(figureFont(font()));
    value->setAccessibleName(caption);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QLabel* name = makeLabel(caption, "muted", figure);
    column->addWidget(value);
    column->addWidget(name);
    figure->setToolTip(toolTip);
    m_layout->addWidget(figure);
    return value;
}

void FiguresBar::addOperator(const QString& sign) {
    QLabel* label = makeLabel(sign, "muted", this);
    label->setFont(figureFont(font()));
    m_layout->addWidget(label, 0, Qt::AlignTop);
}

void FiguresBar::addStretch() {
    m_layout->addStretch(1);
}

void FiguresBar::addWidget(QWidget* widget) {
    m_layout->addWidget(widget);
}

} // namespace eventflow::widgets
