#include "widgets/deadletters/reject_card.h"

#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/reject_text.h"

#include <QLabel>
#include <QVBoxLayout>

namespace eventflow::widgets {

RejectCard::RejectCard(QWidget* parent)
    : QFrame(parent),
      m_title(makeLabel({}, "heading", this)),
      m_step(makeLabel({}, "muted", this)),
      m_explanation(makeLabel({}, "", this)),
      m_nextStep(makeLabel({}, "", this)) {
    setProperty("card", true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 12, 14, 12);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_step);
    layout->addSpacing(6);
    layout->addWidget(m_explanation);
    layout->addSpacing(8);
    layout->addWidget(makeLabel(tr("What to do"), "heading", this));
    layout->addWidget(m_nextStep);
    for (QLabel* label : {m_step, m_explanation, m_nextStep}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
}

void RejectCard::setGroup(const std::optional<viewmodels::RejectGroup>& group) {
    setVisible(group.has_value());
    if (!group) return;
    const viewmodels::RejectText text = viewmodels::rejectText(group->code);
    m_title->setText(text.title);
    m_step->setText(
        tr("%1 · %2").arg(viewmodels::stepWord(group->step), viewmodels::stepExplanation(group->step)));
    m_explanation->setText(text.explanation);
    m_nextStep->setText(text.nextStep);
}

} // namespace eventflow::widgets
