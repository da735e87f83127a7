#include "widgets/common/empty_state.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace eventflow::widgets {

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent),
      m_icon(new QLabel(this)),
      m_title(new QLabel(this)),
      m_text(new QLabel(this)),
      m_action(new QPushButton(this)) {
    QFont heading = font();
    heading.setPointSizeF(heading.pointSizeF() * 1.2);
    heading.setWeight(QFont::DemiBold);
    m_title->setFont(heading);
    m_text->setProperty("role", QStringLiteral("muted"));
    for (QLabel* label : {m_title, m_text}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    m_icon->setAlignment(Qt::AlignCenter);
    m_action->hide();

    // A wrapping label needs the whole column: with an alignment its height would not follow its width.
    auto* column = new QWidget(this);
    column->setMaximumWidth(420);
    column->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto* texts = new QVBoxLayout(column);
    texts->setContentsMargins(0, 0, 0, 0);
    texts->setSpacing(8);
    texts->addStretch();
    texts->addWidget(m_icon);
    texts->addWidget(m_title);
    texts->addWidget(m_text);
    texts->addWidget(m_action, 0, Qt::AlignHCenter);
    texts->addStretch();
    auto* layout = new QHBoxLayout(this);
    layout->addStretch(1);
    layout->addWidget(column, 100);
    layout->addStretch(1);
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);
}

void EmptyState::setContent(const QString& iconName, const QString& title, const QString& text) {
    m_iconName = iconName;
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    updateIcon();
}

void EmptyState::setAction(const QString& label) {
    m_action->setText(label);
    m_action->setVisible(!label.isEmpty());
}

void EmptyState::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) updateIcon();
}

void EmptyState::updateIcon() {
    m_icon->setPixmap(iconPixmap(m_iconName, colors(palette()).textMuted, 36, devicePixelRatioF()));
}

} // namespace eventflow::widgets
