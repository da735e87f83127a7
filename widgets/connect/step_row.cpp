#include "widgets/connect/step_row.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/format.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QToolButton>

#include <algorithm>

namespace eventflow::widgets {

namespace {

using admin::CheckState;
using admin::CheckStep;

constexpr int kIcon = 16;
// The same in every row, so that they stand in columns.
constexpr int kNameWidth = 110;
constexpr int kWordWidth = 90;
constexpr std::size_t kMaxDetails = 100;

QString titleOf(CheckStep step) {
    switch (step) {
    case CheckStep::Addresses:
        return StepRow::tr("Addresses");
    case CheckStep::Network:
        return StepRow::tr("Network");
    case CheckStep::Tls:
        return StepRow::tr("TLS");
    case CheckStep::Login:
        return StepRow::tr("Login");
    case CheckStep::Metadata:
        return StepRow::tr("Metadata");
    case CheckStep::Permissions:
        break;
    }
    return StepRow::tr("Permissions");
}

QString detailText(const std::vector<std::string>& details) {
    QStringList lines;
    for (std::size_t i = 0; i < std::min(details.size(), kMaxDetails); ++i)
        lines << QString::fromStdString(details[i]);
    if (details.size() > kMaxDetails) lines << StepRow::tr("and %1 more").arg(details.size() - kMaxDetails);
    return lines.join(u'\n');
}

} // namespace

StepRow::StepRow(CheckStep step, QWidget* parent)
    : QWidget(parent),
      m_title(titleOf(step)),
      m_icon(new QLabel(this)),
      m_name(makeLabel(m_title, "heading", this)),
      m_word(makeLabel({}, "", this)),
      m_time(makeLabel({}, "muted", this)),
      m_summary(makeLabel({}, "", this)),
      m_expand(new QToolButton(this)),
      m_details(makeLabel({}, "muted", this)) {
    for (QLabel* label : {m_summary, m_details}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setFocusPolicy(Qt::NoFocus);
    }
    m_name->setFixedWidth(kNameWidth);
    m_word->setFixedWidth(kWordWidth);
    m_expand->setCheckable(true);
    m_expand->setText(tr("Details"));
    m_expand->setAccessibleName(tr("Details of: %1").arg(m_title));
    m_details->hide();
    m_time->setAlignment(Qt::AlignRight | Qt::AlignTop);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 3, 0, 3);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(4);
    grid->setColumnMinimumWidth(4, 64);
    grid->setColumnMinimumWidth(5, 76);
    grid->setColumnStretch(3, 1);
    int column = 0;
    for (QWidget* widget :
         {static_cast<QWidget*>(m_icon), static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_word),
          static_cast<QWidget*>(m_summary), static_cast<QWidget*>(m_time), static_cast<QWidget*>(m_expand)})
        grid->addWidget(widget, 0, column++, Qt::AlignTop);
    grid->addWidget(m_details, 1, 3, 1, 3);
    connect(m_expand, &QToolButton::toggled, m_details, &QWidget::setVisible);
    showWaiting();
}

void StepRow::showWaiting() {
    m_expand->setChecked(false);
    setState(State::Waiting, {});
}

void StepRow::showRunning() {
    setState(State::Running, {});
}

void StepRow::showCancelled() {
    if (m_state == State::Waiting || m_state == State::Running) setState(State::Cancelled, {});
}

void StepRow::showResult(const admin::CheckResult& result) {
    const auto stateOf = [](CheckState state) {
        switch (state) {
        case CheckState::Passed:
            return State::Passed;
        case CheckState::Warning:
            return State::Warning;
        case CheckState::Failed:
            return State::Failed;
        case CheckState::Skipped:
            break;
        }
        return State::Skipped;
    };
    setState(stateOf(result.state), QString::fromStdString(result.summary));
    if (result.state != CheckState::Skipped)
        m_time->setText(viewmodels::format::seconds(std::chrono::duration<double>(result.spent).count()));
    m_details->setText(detailText(result.details));
    m_expand->setVisible(!result.details.empty());
    m_expand->setChecked(result.state == CheckState::Failed && !result.details.empty());
}

void StepRow::setState(State state, const QString& summary) {
    m_state = state;
    const QString words[] = {tr("waiting"), tr("running …"), tr("cancelled"), tr("Passed"),
                             tr("Warning"), tr("Failed"),    tr("Skipped")};
    m_word->setText(words[static_cast<std::size_t>(state)]);
    m_summary->setText(summary);
    m_time->clear();
    m_details->clear();
    m_expand->hide();
    updateIcon();
}

void StepRow::updateIcon() {
    const ThemeColors& theme = colors(palette());
    struct Look {
        QString icon;
        QColor color;
    };
    const Look looks[] = {{QStringLiteral("connection-idle"), theme.textMuted},
                          {QStringLiteral("connection-waiting"), theme.info},
                          {QStringLiteral("connection-idle"), theme.textMuted},
                          {QStringLiteral("severity-ok"), theme.ok},
                          {QStringLiteral("severity-warning"), theme.warning},
                          {QStringLiteral("severity-critical"), theme.critical},
                          {QStringLiteral("connection-idle"), theme.textMuted}};
    const Look& look = looks[static_cast<std::size_t>(m_state)];
    m_icon->setPixmap(iconPixmap(look.icon, look.color, kIcon, devicePixelRatioF()));
    QPalette palette = m_word->palette();
    palette.setColor(QPalette::WindowText, look.color);
    m_word->setPalette(palette);
}

void StepRow::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) updateIcon();
}

QString StepRow::text() const {
    return QStringLiteral("%1: %2. %3").arg(m_title, m_word->text(), m_summary->text());
}

} // namespace eventflow::widgets
