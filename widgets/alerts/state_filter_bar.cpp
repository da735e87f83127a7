#include "widgets/alerts/state_filter_bar.h"

#include "widgets/common/icons.h"
#include "widgets/viewmodels/alert_list_model.h"
#include "widgets/viewmodels/format.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

namespace eventflow::widgets {

namespace {

QString captionOf(std::optional<AlertState> state) {
    return state ? viewmodels::alertStateWord(*state) : StateFilterBar::tr("All");
}

void showCount(QToolButton& button, std::optional<AlertState> state, std::size_t count) {
    const QString number = viewmodels::format::exact(count);
    button.setText(QStringLiteral("%1  %2").arg(captionOf(state), number));
    button.setAccessibleName(
        StateFilterBar::tr("Show %1 alerts, there are %2").arg(captionOf(state), number));
}

} // namespace

StateFilterBar::StateFilterBar(QWidget* parent)
    : QWidget(parent), m_group(new QButtonGroup(this)), m_all(nullptr) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_group->setExclusive(true);
    m_all = addButton(std::nullopt);
    for (const AlertState state :
         {AlertState::Firing, AlertState::Recovering, AlertState::Pending, AlertState::Resolved})
        m_byState[static_cast<std::size_t>(state)] = addButton(state);
    m_all->setChecked(true);
}

QToolButton* StateFilterBar::addButton(std::optional<AlertState> state) {
    auto* button = new QToolButton(this);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    if (state) {
        button->setIcon(themedIcon(viewmodels::alertStateIcon(*state)));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    }
    showCount(*button, state, 0);
    m_group->addButton(button);
    layout()->addWidget(button);
    connect(button, &QToolButton::toggled, this, [this, state](bool on) {
        if (on) Q_EMIT chosen(state);
    });
    return button;
}

void StateFilterBar::showCounts(const viewmodels::AlertListModel& model) {
    showCount(*m_all, std::nullopt, model.total());
    for (std::size_t i = 0; i < m_byState.size(); ++i)
        if (m_byState[i] != nullptr)
            showCount(*m_byState[i], static_cast<AlertState>(i), model.count(static_cast<AlertState>(i)));
}

void StateFilterBar::choose(std::optional<AlertState> state) {
    QToolButton* button = state ? m_byState[static_cast<std::size_t>(*state)] : m_all;
    if (button != nullptr) button->setChecked(true);
}

} // namespace eventflow::widgets
