#include "widgets/connect/colour_edit.h"

#include "widgets/common/icons.h"
#include "widgets/connect/checked_edit.h"
#include "widgets/connect/field_checks.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QToolButton>

namespace eventflow::widgets {

namespace {

constexpr int kSwatch = 16;
constexpr const char* kColour = "colour";

QIcon swatchIcon(const QString& colour) {
    QPixmap pixmap(2 * kSwatch, 2 * kSwatch);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(colour));
    painter.drawRoundedRect(pixmap.rect().adjusted(2, 2, -2, -2), 6, 6);
    return QIcon(pixmap);
}

} // namespace

ColourEdit::ColourEdit(QWidget* parent)
    : QWidget(parent),
      m_swatches(new QButtonGroup(this)),
      m_code(new CheckedEdit(tr("Colour as #rrggbb"), field_checks::ofColour, this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    layout->setAlignment(Qt::AlignTop);
    QAbstractButton* own = addSwatch({}, tr("The environment's colour"));
    own->setText(tr("Environment's"));
    // After Okabe and Ito, in the middle of light and dark: seen on either theme.
    addSwatch(QStringLiteral("#d55e00"), tr("Vermilion"));
    addSwatch(QStringLiteral("#e69f00"), tr("Orange"));
    addSwatch(QStringLiteral("#009e73"), tr("Green"));
    addSwatch(QStringLiteral("#0072b2"), tr("Blue"));
    addSwatch(QStringLiteral("#56b4e9"), tr("Sky blue"));
    addSwatch(QStringLiteral("#cc79a7"), tr("Pink"));
    addSwatch(QStringLiteral("#7b5fc9"), tr("Violet"));
    m_code->setPlaceholder(QStringLiteral("#rrggbb"));
    m_code->setFixedWidth(110);
    layout->addSpacing(8);
    layout->addWidget(m_code);
    layout->addStretch();
    connect(m_swatches, &QButtonGroup::buttonClicked, this, [this](QAbstractButton* button) {
        m_code->setText(button->property(kColour).toString());
        Q_EMIT changed();
    });
    connect(m_code, &CheckedEdit::changed, this, [this] {
        checkSwatch();
        Q_EMIT changed();
    });
    checkSwatch();
}

QAbstractButton* ColourEdit::addSwatch(const QString& colour, const QString& name) {
    auto* button = new QToolButton(this);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolTip(name);
    button->setAccessibleName(tr("Colour: %1").arg(name));
    button->setProperty(kColour, colour);
    if (!colour.isEmpty()) {
        button->setIcon(swatchIcon(colour));
        button->setIconSize({kSwatch, kSwatch});
    }
    m_swatches->addButton(button);
    layout()->addWidget(button);
    return button;
}

void ColourEdit::setColour(const QString& colour) {
    m_code->setText(colour);
    checkSwatch();
}

QString ColourEdit::colour() const {
    return m_code->text();
}

bool ColourEdit::isValid() const {
    return m_code->isValid();
}

void ColourEdit::checkSwatch() {
    m_swatches->setExclusive(false);
    for (QAbstractButton* button : m_swatches->buttons())
        button->setChecked(button->property(kColour).toString() == colour().toLower());
    m_swatches->setExclusive(true);
}

} // namespace eventflow::widgets
