#include "widgets/common/place_keeper.h"

#include "widgets/viewmodels/sorted_table_model.h"

#include <QHeaderView>
#include <QScrollBar>
#include <QTableView>

namespace eventflow::widgets {

PlaceKeeper::PlaceKeeper(QTableView& view, viewmodels::FindableTableModel& model)
    : QObject(&view), m_view(view), m_model(model) {
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, &PlaceKeeper::remember);
    connect(&model, &QAbstractItemModel::modelReset, this, &PlaceKeeper::restore);
    connect(view.selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        const QModelIndexList rows = m_view.selectionModel()->selectedRows();
        if (m_restoring || rows.isEmpty()) return;
        const QString id = rows.first().data(viewmodels::RecordIdRole).toString();
        if (id == m_chosen) return;
        m_chosen = id;
        Q_EMIT chosen(id);
    });
}

void PlaceKeeper::choose(const QString& recordId) {
    const int row = m_model.rowOf(recordId);
    if (row >= 0) {
        m_view.selectRow(row);
        m_view.scrollTo(m_model.index(row, 0));
    }
    if (m_chosen == recordId) return;
    m_chosen = recordId;
    Q_EMIT chosen(recordId);
}

int PlaceKeeper::rowHeight() const {
    return m_view.verticalHeader()->defaultSectionSize();
}

void PlaceKeeper::remember() {
    const int row = m_view.rowAt(0);
    m_top = row < 0 ? QString() : m_model.index(row, 0).data(viewmodels::RecordIdRole).toString();
    m_topCut = row < 0 ? 0 : -m_view.rowViewportPosition(row);
}

void PlaceKeeper::restore() {
    m_restoring = true;
    m_view.doItemsLayout(); // the scroll bar has to know its new range
    if (const int top = m_top.isEmpty() ? -1 : m_model.rowOf(m_top); top >= 0)
        m_view.verticalScrollBar()->setValue(top * rowHeight() + m_topCut);
    if (const int row = m_chosen.isEmpty() ? -1 : m_model.rowOf(m_chosen); row >= 0)
        m_view.selectionModel()->setCurrentIndex(m_model.index(row, 0), QItemSelectionModel::ClearAndSelect |
                                                                            QItemSelectionModel::Rows);
    m_restoring = false;
}

} // namespace eventflow::widgets
