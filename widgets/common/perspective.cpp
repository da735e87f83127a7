#include "widgets/common/perspective.h"

#include "widgets/common/empty_state.h"

#include <QStackedLayout>

namespace eventflow::widgets {

Perspective::Perspective(QString id, QString title, QString iconName, QWidget* parent)
    : QWidget(parent),
      m_id(std::move(id)),
      m_title(std::move(title)),
      m_iconName(std::move(iconName)),
      m_stack(new QStackedLayout(this)),
      m_emptyState(new EmptyState(this)) {
    setObjectName(m_id);
    setAccessibleName(m_title);
    m_stack->setContentsMargins(0, 0, 0, 0);
    m_stack->addWidget(m_emptyState);
}

void Perspective::setCluster(const std::shared_ptr<feed::Cluster>&) {}
void Perspective::showItem(const QString&) {}
void Perspective::saveState(QSettings&) const {}
void Perspective::restoreState(QSettings&) {}
void Perspective::resetLayout() {}
void Perspective::activated() {}

void Perspective::setActive(bool active) {
    if (m_active == active) return;
    m_active = active;
    if (active) activated();
}

void Perspective::setContent(QWidget* content) {
    m_stack->addWidget(content);
    m_stack->setCurrentWidget(content);
}

void Perspective::setEmpty(bool empty) {
    const int index = empty || m_stack->count() < 2 ? 0 : 1;
    if (m_stack->currentIndex() != index) m_stack->setCurrentIndex(index);
}

} // namespace eventflow::widgets
