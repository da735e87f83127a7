#include "widgets/alerts/name_value_grid.h"

#include "widgets/common/view_setup.h"

#include <QGridLayout>
#include <QLabel>

namespace eventflow::widgets {

NameValueGrid::NameValueGrid(QWidget* parent) : QWidget(parent), m_layout(new QGridLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(14);
    m_layout->setVerticalSpacing(4);
    m_layout->setColumnMinimumWidth(0, 16 * fontMetrics().averageCharWidth());
    m_layout->setColumnStretch(1, 1);
}

void NameValueGrid::setRows(Rows rows) {
    if (rows.size() > kMaxRows) {
        const std::size_t more = rows.size() - kMaxRows + 1;
        rows.resize(kMaxRows - 1);
        rows.emplace_back(QStringLiteral("…"), tr("%n more", nullptr, static_cast<int>(more)));
    }
    if (rows == m_rows) return;
    while (QLayoutItem* item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int line = 0;
    for (const auto& [name, value] : rows) {
        QLabel* caption = makeLabel(name, "muted", this);
        QLabel* content = makeLabel(value, "", this);
        content->setWordWrap(true);
        content->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_layout->addWidget(caption, line, 0, Qt::AlignTop);
        m_layout->addWidget(content, line++, 1);
    }
    m_rows = std::move(rows);
}

} // namespace eventflow::widgets
