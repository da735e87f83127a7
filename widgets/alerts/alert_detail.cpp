#include "widgets/alerts/alert_detail.h"

#include "core/base/json_writer.h"
#include "widgets/alerts/name_value_grid.h"
#include "widgets/alerts/timeline_delegate.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/alert_list_model.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/transition_log.h"

#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace eventflow::widgets {

using namespace viewmodels;

namespace {

constexpr std::size_t kMaxText = 4000;

NameValueGrid::Rows rowsOf(const Labels& labels) {
    NameValueGrid::Rows rows;
    for (const Label& label : labels)
        rows.emplace_back(oneLine(label.name, 200), oneLine(label.value, kMaxText));
    return rows;
}

QString summaryOf(const Alert& alert) {
    for (const char* name : {"summary", "description", "message"})
        if (alert.annotations.has(name)) return oneLine(alert.annotations.get(name), kMaxText);
    return {};
}

} // namespace

AlertDetail::AlertDetail(QWidget* parent) : QWidget(parent), m_transitions(new TransitionModel(this)) {
    auto* nothing = new EmptyState(this);
    nothing->setContent(QStringLiteral("alerts"), tr("No alert is chosen"),
                        tr("Choose an alert to see its labels, its rule and its history."));
    m_nothing = nothing;
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(buildContent());
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_content = scroll;
    auto* stack = new QStackedLayout(this);
    stack->addWidget(m_nothing);
    stack->addWidget(m_content);
    setAlert(nullptr, std::nullopt);
}

QWidget* AlertDetail::buildContent() {
    auto* card = new QFrame;
    card->setProperty("card", true);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(6);
    m_icon = new QLabel(card);
    m_title = makeLabel({}, "heading", card);
    QFont big = font();
    big.setPointSizeF(big.pointSizeF() * 1.25);
    m_title->setFont(big);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_state = makeLabel({}, "", card);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_icon);
    head->addWidget(m_title, 1);
    head->addWidget(m_state);
    layout->addLayout(head);
    m_summary = makeLabel({}, "", card);
    m_summary->setWordWrap(true);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_summary);
    layout->addSpacing(4);
    m_facts = new NameValueGrid(card);
    layout->addWidget(m_facts);

    m_historyError = makeLabel({}, "error", card);
    m_historyError->setWordWrap(true);
    m_timeline = new QListView(card);
    m_timeline->setModel(m_transitions);
    m_timeline->setModelColumn(TransitionModel::Change);
    m_timeline->setItemDelegate(new TimelineDelegate(m_timeline));
    setUpList(*m_timeline, tr("Transitions of the alert"));
    m_timeline->setMinimumHeight(8 * m_timeline->fontMetrics().height() + 4 * kRowPadding);
    addSection(*layout, tr("Timeline (UTC)"), m_timeline);
    layout->addWidget(m_historyError);

    m_labels = new NameValueGrid(card);
    addSection(*layout, tr("Labels"), m_labels);
    m_annotationsTitle = makeLabel(tr("Annotations"), "heading", card);
    m_annotations = new NameValueGrid(card);
    layout->addSpacing(10);
    layout->addWidget(m_annotationsTitle);
    layout->addWidget(m_annotations);

    m_rule = new NameValueGrid(card);
    addSection(*layout, tr("Rule"), m_rule);
    m_expression = new QPlainTextEdit(card);
    m_expression->setReadOnly(true);
    m_expression->setTabChangesFocus(true);
    m_expression->setAccessibleName(tr("Expression of the rule"));
    m_expression->setFont(monospaceFont(font()));
    m_expression->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_expression->setFixedHeight(3 * QFontMetrics(m_expression->font()).lineSpacing() + 14);
    layout->addWidget(m_expression);
    layout->addStretch(1);
    return card;
}

void AlertDetail::addSection(QVBoxLayout& layout, const QString& title, QWidget* widget) {
    layout.addSpacing(10);
    layout.addWidget(makeLabel(title, "heading", widget->parentWidget()));
    layout.addWidget(widget);
}

void AlertDetail::setAlert(std::shared_ptr<const Alert> alert, const std::optional<feed::RuleText>& rule) {
    m_alert = std::move(alert);
    static_cast<QStackedLayout*>(layout())->setCurrentWidget(m_alert == nullptr ? m_nothing : m_content);
    if (m_alert == nullptr) return;
    showHead();
    const QString summary = summaryOf(*m_alert);
    m_summary->setText(summary);
    m_summary->setVisible(!summary.isEmpty());

    NameValueGrid::Rows facts;
    const auto time = [&](const QString& name, Timestamp t) {
        if (t != kNoTime) facts.emplace_back(name, tr("%1 UTC").arg(format::dateTime(t)));
    };
    facts.emplace_back(tr("Value"), QString::fromStdString(formatDouble(m_alert->value)));
    time(tr("Active since"), m_alert->activeAt);
    time(tr("Firing since"), m_alert->firedAt);
    time(tr("Recovering since"), m_alert->keepFiringSince);
    time(tr("Resolved"), m_alert->resolvedAt);
    m_facts->setRows(std::move(facts));
    m_labels->setRows(rowsOf(m_alert->labels));
    m_annotations->setRows(rowsOf(m_alert->annotations));
    m_annotations->setVisible(!m_alert->annotations.empty());
    m_annotationsTitle->setVisible(!m_alert->annotations.empty());
    showRule(rule);
}

void AlertDetail::showHead() {
    const ThemeColors& theme = colors(palette());
    const Severity severity = severityOf(m_alert->labels);
    m_icon->setPixmap(
        iconPixmap(severityIcon(severity), severityColor(theme, severity), 20, devicePixelRatioF()));
    m_icon->setToolTip(severityWord(severity));
    m_title->setText(oneLine(m_alert->rule, 200));
    m_state->setText(tr("%1 · %2").arg(severityWord(severity), alertStateWord(m_alert->state)));
    QPalette colored = m_state->palette();
    colored.setColor(QPalette::WindowText,
                     m_alert->state == AlertState::Resolved ? theme.ok : severityColor(theme, severity));
    m_state->setPalette(colored);
}

void AlertDetail::showRule(const std::optional<feed::RuleText>& rule) {
    NameValueGrid::Rows rows;
    m_expression->setVisible(rule.has_value());
    if (rule) {
        rows.emplace_back(tr("Name"), tr("%1, group %2").arg(oneLine(rule->name), oneLine(rule->group)));
        rows.emplace_back(tr("for"), format::duration(rule->holdFor));
        if (rule->keepFiringFor > Duration::zero())
            rows.emplace_back(tr("keep_firing_for"), format::duration(rule->keepFiringFor));
        rows.emplace_back(tr("File"), QStringLiteral("%1:%2").arg(oneLine(rule->file)).arg(rule->line));
        const QString expression = fromUtf8(rule->expression);
        if (m_expression->toPlainText() != expression) m_expression->setPlainText(expression);
    } else {
        rows.emplace_back(tr("Name"), oneLine(m_alert->rule));
        rows.emplace_back(tr("File"), tr("The rule is not in the workspace any more."));
    }
    m_rule->setRows(std::move(rows));
}

void AlertDetail::setTransitions(std::vector<TransitionRow> newestFirst) {
    m_transitions->setTransitions(std::move(newestFirst));
}

void AlertDetail::setHistoryError(const QString& error) {
    m_historyError->setVisible(!error.isEmpty());
    m_historyError->setText(
        tr("The stored history cannot be read: %1. Only what happened since the start is listed.")
            .arg(error));
}

void AlertDetail::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_alert != nullptr) showHead();
}

} // namespace eventflow::widgets
