#include "widgets/changes/plan_page.h"

#include "widgets/common/item_delegate.h"
#include "widgets/common/notice.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/plan_model.h"

#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <climits>

namespace eventflow::widgets {

namespace {
constexpr std::size_t kShownWarnings = 8;
}

PlanPage::PlanPage(QWidget* parent)
    : QWidget(parent),
      m_model(new viewmodels::PlanModel(this)),
      m_summary(makeLabel({}, "", this)),
      m_table(new QTableView(this)),
      m_warnings(new Notice(this)) {
    m_summary->setWordWrap(true);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new ItemDelegate(m_table));
    setUpTable(*m_table, tr("What would change"), {30, 20, 20}, viewmodels::PlanModel::What);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_summary);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_warnings);
}

void PlanPage::showPlan(const admin::Plan& plan) {
    const auto count = static_cast<int>(std::min<std::size_t>(plan.changes.size(), INT_MAX));
    m_summary->setText(plan.nothingToDo()
                           ? tr("There is nothing to do: everything is as it was asked for.")
                           : tr("Nothing has been changed yet. %n change(s) would be made:", nullptr, count));
    m_model->setChanges(plan.changes);
    m_table->setVisible(!plan.nothingToDo());
    QStringList warnings;
    for (std::size_t i = 0; i < plan.warnings.size() && i < kShownWarnings; ++i)
        warnings += viewmodels::oneLine(plan.warnings[i], 600);
    if (plan.warnings.size() > kShownWarnings)
        warnings +=
            tr("and %n more warning(s)", nullptr, static_cast<int>(plan.warnings.size() - kShownWarnings));
    m_warnings->showText(viewmodels::Severity::Warning, warnings.join(u'\n'));
}

void PlanPage::showRunning() {
    m_summary->setText(tr("These changes are being made:"));
}

} // namespace eventflow::widgets
