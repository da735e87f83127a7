#include "widgets/stream/record_list.h"

#include "widgets/common/icons.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/ring_table_model.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace eventflow::widgets {

using namespace viewmodels;

RecordList::RecordList(HeldTableModel& model, const Texts& texts, std::initializer_list<int> widths,
                       int stretch, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_table(new QTableView(this)),
      m_filter(makeFilterEdit(texts.placeholder, texts.filter, this)),
      m_state(makeLabel({}, "muted", this)),
      m_resume(new QToolButton(this)) {
    m_table->setModel(&model);
    m_table->setItemDelegate(new ItemDelegate(m_table));
    setUpTable(*m_table, texts.table, widths, stretch);
    m_table->installEventFilter(this);
    m_filter->setToolTip(tr("Every word must occur in the row or in the first 2 KiB of the value"));
    m_filter->setMaximumWidth(260);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_resume->setText(tr("Resume"));
    m_resume->setToolTip(tr("Let the list go on (Escape)"));
    m_resume->setAccessibleName(texts.resume);
    m_resume->setIcon(themedIcon(QStringLiteral("play")));
    m_resume->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_resume->setFocusPolicy(Qt::TabFocus);
    QSizePolicy keepsItsPlace = m_resume->sizePolicy(); // the list must not move when it appears
    keepsItsPlace.setRetainSizeWhenHidden(true);
    m_resume->setSizePolicy(keepsItsPlace);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setSpacing(8);
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_state, 2);
    bar->addWidget(m_resume);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);

    connect(m_filter, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_model.setTextFilter(text); });
    onRowChosen(*m_table, this, [this](int row) { choose(row); });
    connect(&model, &QAbstractItemModel::modelReset, this, [this] { choose(-1); });
    connect(m_resume, &QToolButton::clicked, this, &RecordList::resume);
}

void RecordList::choose(int row) {
    m_model.setHeld(row >= 0);
    Q_EMIT chosen(row);
}

void RecordList::resume() {
    m_table->clearSelection();
    m_table->setCurrentIndex({});
}

void RecordList::setState(const QString& live, std::uint64_t fresh) {
    const bool held = m_model.isHeld();
    m_resume->setVisible(held);
    QString text = held ? tr("Paused, %1 new").arg(format::exact(fresh)) : live;
    const auto matching = static_cast<std::size_t>(m_model.rowCount());
    if (!m_filter->text().isEmpty())
        text = tr("%1 of %2 match. %3").arg(format::exact(matching), format::exact(m_model.total()), text);
    m_state->setText(text);
    m_state->setToolTip(text);
}

bool RecordList::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape && m_model.isHeld()) {
        resume();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace eventflow::widgets
