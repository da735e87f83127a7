#include "widgets/schemas/subject_list_pane.h"

#include "widgets/common/empty_state.h"
#include "widgets/common/icons.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/theme.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/roles.h"
#include "widgets/viewmodels/schema_text.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace eventflow::widgets {

using namespace viewmodels;

namespace {

/// The context in front in the muted colour, `deleted` at the right edge.
class SubjectDelegate final : public ItemDelegate {
public:
    using ItemDelegate::ItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const ThemeColors& theme = colors(option.palette);
        paintBackground(*painter, option, theme);
        painter->setFont(option.font);
        QRect area = contentArea(option.rect);
        const bool deleted = index.data(SubjectListModel::DeletedRole).toBool();
        const QFontMetrics& metrics = option.fontMetrics;
        painter->setPen(theme.textMuted);
        if (deleted) {
            const QString mark = SubjectListPane::tr("deleted");
            drawLine(*painter, area, metrics, mark, Qt::AlignRight);
            area.setRight(area.right() - metrics.horizontalAdvance(mark) - 10);
        }
        const QString context = index.data(SubjectListModel::ContextRole).toString();
        if (!context.isEmpty()) {
            const QString prefix = context + QStringLiteral(" / ");
            drawLine(*painter, area, metrics, prefix, Qt::AlignLeft);
            area.setLeft(area.left() + metrics.horizontalAdvance(prefix));
        }
        if (!deleted) painter->setPen(theme.text);
        drawLine(*painter, area, metrics, index.data().toString(), Qt::AlignLeft);
    }
};

Result<std::vector<Subject>> loadSubjects(feed::SchemaRegistry& registry) {
    auto present = registry.subjects(registry::Deleted::Exclude);
    if (!present) return present.error();
    auto all = registry.subjects(registry::Deleted::Include);
    // Old registries know no deleted subjects: the others are still worth showing.
    return mergeSubjects(*present, all ? std::move(*all) : *present);
}

} // namespace

SubjectListPane::SubjectListPane(QWidget* parent)
    : QWidget(parent),
      m_model(new SubjectListModel(this)),
      m_filter(makeFilterEdit(tr("Filter subjects"), tr("Filter subjects by name"), this)),
      m_deleted(new QCheckBox(tr("Deleted"), this)),
      m_summary(makeLabel({}, "muted", this)),
      m_list(new QListView(this)),
      m_empty(new EmptyState(this)) {
    m_list->setModel(m_model);
    m_list->setItemDelegate(new SubjectDelegate(m_list));
    setUpList(*m_list, tr("Subjects"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(buildBar());
    auto* body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_list);
    layout->addWidget(body, 1);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(m_summary);

    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_replacing = true;
        m_model->setFilter(text);
        m_replacing = false;
        reselect();
    });
    connect(m_deleted, &QCheckBox::toggled, this, [this](bool shown) {
        m_replacing = true;
        m_model->setDeletedShown(shown);
        m_replacing = false;
        reselect();
        Q_EMIT deletedShown(shown);
    });
    connect(m_empty, &EmptyState::actionTriggered, this, &SubjectListPane::reload);
    onRowChosen(*m_list, this, [this](int row) {
        if (m_replacing || row < 0) return;
        m_chosen = m_model->subject(row).name;
        Q_EMIT chosen(m_chosen);
    });
}

QWidget* SubjectListPane::buildBar() {
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_deleted->setToolTip(tr("Show subjects and versions that are marked deleted, too"));
    m_deleted->setAccessibleName(tr("Show deleted subjects"));
    auto* refresh = new QToolButton(bar);
    refresh->setIcon(themedIcon(QStringLiteral("refresh")));
    refresh->setToolTip(tr("Ask the registry again"));
    refresh->setAccessibleName(tr("Ask the registry for its subjects again"));
    refresh->setFocusPolicy(Qt::TabFocus);
    connect(refresh, &QToolButton::clicked, this, &SubjectListPane::reload);
    layout->addWidget(m_filter, 1);
    layout->addWidget(m_deleted);
    layout->addWidget(refresh);
    return bar;
}

void SubjectListPane::setCluster(const std::shared_ptr<feed::Cluster>& cluster) {
    m_call.cancel();
    m_cluster = cluster;
    m_chosen.clear();
    m_wanted.clear();
    m_loaded = false;
    m_error.reset();
    m_model->setSubjects({});
    Q_EMIT chosen({});
    reload();
}

void SubjectListPane::reload() {
    m_error.reset();
    if (m_cluster != nullptr)
        m_call.start([cluster = m_cluster](std::stop_token) { return loadSubjects(*cluster->registry()); },
                     [this](Subjects subjects) { show(std::move(subjects)); });
    updateEmpty();
}

void SubjectListPane::show(Subjects subjects) {
    m_loaded = m_loaded || subjects;
    if (!subjects)
        m_error = subjects.error();
    else {
        m_replacing = true;
        m_model->setSubjects(std::move(*subjects));
        m_replacing = false;
    }
    if (!m_wanted.empty())
        choose(std::exchange(m_wanted, {}));
    else
        reselect();
    updateEmpty();
}

void SubjectListPane::choose(const std::string& subject) {
    if (!m_loaded) {
        m_wanted = subject;
        return;
    }
    if (!m_model->knows(subject)) return reselect();
    m_filter->clear();
    if (m_model->rowOf(subject) < 0) m_deleted->setChecked(true);
    m_chosen = subject;
    Q_EMIT chosen(m_chosen);
    reselect();
}

void SubjectListPane::reselect() {
    int row = m_chosen.empty() ? -1 : m_model->rowOf(m_chosen);
    // Nothing was chosen yet: the first one is as good as any.
    if (m_chosen.empty() && m_model->rowCount() > 0 && m_filter->text().isEmpty()) row = 0;
    if (row >= 0) {
        const QModelIndex index = m_model->index(row);
        m_list->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
        m_list->scrollTo(index);
    }
    updateSummary();
    updateEmpty();
}

void SubjectListPane::setDeletedShown(bool shown) {
    m_deleted->setChecked(shown);
}

bool SubjectListPane::isDeletedShown() const {
    return m_deleted->isChecked();
}

void SubjectListPane::updateSummary() {
    const auto shown = static_cast<std::size_t>(m_model->rowCount());
    const std::size_t present = m_model->total() - m_model->deletedTotal();
    QStringList parts{m_filter->text().isEmpty()
                          ? tr("%n subject(s)", nullptr, static_cast<int>(present))
                          : tr("%1 of %2 match").arg(format::exact(shown), format::exact(m_model->total()))};
    if (m_model->deletedTotal() > 0)
        parts += tr("%n deleted", nullptr, static_cast<int>(m_model->deletedTotal()));
    m_summary->setText(m_loaded ? parts.join(QStringLiteral(" · ")) : QString());
}

void SubjectListPane::updateEmpty() {
    const bool empty = m_model->rowCount() == 0 || (m_error && !m_loaded);
    m_stack->setCurrentIndex(empty ? 0 : 1);
    if (m_error)
        m_summary->setText(errorText(*m_error).cause);
    else
        updateSummary();
    if (!empty || m_cluster == nullptr) return;
    m_empty->setAction(m_error ? tr("Try again") : QString());
    if (m_error)
        m_empty->setContent(QStringLiteral("severity-warning"), tr("The registry cannot be read"),
                            errorText(*m_error).cause);
    else if (!m_loaded)
        m_empty->setContent(QStringLiteral("schemas"), tr("Reading subjects"),
                            tr("From %1.").arg(fromUtf8(m_cluster->registry()->name())));
    else if (m_model->total() == 0)
        m_empty->setContent(QStringLiteral("schemas"), tr("No subject"),
                            tr("Nothing has been registered at %1 yet, or this user may not see it.")
                                .arg(fromUtf8(m_cluster->registry()->name())));
    else
        m_empty->setContent(QStringLiteral("search"), tr("No subject matches"),
                            tr("Change the filter, or include deleted subjects."));
}

} // namespace eventflow::widgets
