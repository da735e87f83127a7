#include "widgets/topics/sort_progress.h"

#include "widgets/common/view_setup.h"
#include "widgets/topics/topic_details_loader.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/format.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

namespace eventflow::widgets {

using viewmodels::TopicTableModel;
using Whole = TopicDetailsLoader::Whole;
namespace format = viewmodels::format;

namespace {
constexpr int kBarWidth = 96;
}

SortProgress::SortProgress(TopicDetailsLoader& loader, const TopicTableModel& model, QWidget* parent)
    : QWidget(parent),
      m_loader(loader),
      m_model(model),
      m_text(makeLabel({}, "muted", this)),
      m_bar(new QProgressBar(this)),
      m_action(new QPushButton(this)) {
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(kBarWidth);
    m_bar->setAccessibleName(tr("Topics asked for"));
    m_action->setProperty("link", true);
    m_action->setAutoDefault(false);
    m_action->setAccessibleName(tr("Ask for topics"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_bar);
    layout->addWidget(m_text);
    layout->addWidget(m_action);
    connect(&loader, &TopicDetailsLoader::wholeChanged, this, &SortProgress::showState);
    connect(&model, &QAbstractItemModel::modelReset, this, &SortProgress::showState);
    connect(m_action, &QPushButton::clicked, this, &SortProgress::act);
    showState();
}

void SortProgress::showState() {
    const Whole whole = m_loader.whole();
    setVisible(whole != Whole::NotWanted && m_model.rowCount() > 0);
    if (whole == Whole::NotWanted) return;
    const auto ranking = m_model.ranking();
    m_text->setText(sentence(ranking));
    m_text->setToolTip(m_loader.trouble() ? viewmodels::errorParagraph(*m_loader.trouble()) : QString());
    m_bar->setVisible(whole == Whole::Loading);
    m_bar->setMaximum(static_cast<int>(ranking.rows));
    m_bar->setValue(static_cast<int>(ranking.asked));
    m_action->setText(whole == Whole::Loading   ? tr("Stop")
                      : whole == Whole::Stopped ? tr("Ask for the others")
                                                : tr("Ask again"));
    m_action->setAccessibleName(whole == Whole::Loading ? tr("Stop asking for topics") : m_action->text());
}

QString SortProgress::sentence(const TopicTableModel::Ranking& ranking) const {
    const QString column =
        m_model.headerData(m_model.sortColumn(), Qt::Horizontal, Qt::DisplayRole).toString();
    const QString rows = format::exact(ranking.rows);
    switch (m_loader.whole()) {
    case Whole::Loading:
        return tr("To sort by “%1”, asking the cluster: %2 of %3 topics")
            .arg(column, format::exact(ranking.asked), rows);
    case Whole::Stopped:
        return (m_loader.trouble() ? tr("The cluster answers no more. “%1” is known of %2 of %3 topics; the "
                                        "others come last")
                                   : tr("“%1” is known of %2 of %3 topics; the others come last"))
            .arg(column, format::exact(ranking.ranked), rows);
    case Whole::Complete:
    case Whole::NotWanted:
        break;
    }
    const QString time = QLocale().toString(m_loader.wholeSince().time(), QStringLiteral("HH:mm:ss"));
    if (ranking.ranked == ranking.rows) return tr("“%1” of all %2 topics as of %3").arg(column, rows, time);
    return tr("“%1” is known of %2 of %3 topics as of %4; the others come last")
        .arg(column, format::exact(ranking.ranked), rows, time);
}

void SortProgress::act() {
    if (m_loader.whole() == Whole::Loading)
        m_loader.stopWhole();
    else
        m_loader.loadWhole();
}

} // namespace eventflow::widgets
