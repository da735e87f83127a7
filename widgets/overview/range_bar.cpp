#include "widgets/overview/range_bar.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/viewmodels/time_range.h"

#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <array>

namespace eventflow::widgets {

namespace {

constexpr std::array<Duration, 5> kLengths{std::chrono::minutes(5), std::chrono::minutes(15),
                                           std::chrono::hours(1), std::chrono::hours(6),
                                           viewmodels::TimeRange::kAll};

} // namespace

RangeBar::RangeBar(QWidget* parent)
    : QWidget(parent),
      m_lengths(new QButtonGroup(this)),
      m_pause(new QToolButton(this)),
      m_zoomOut(new QToolButton(this)),
      m_span(new QLabel(this)) {
    const std::array<QString, 5> labels{tr("5m"), tr("15m"), tr("1h"), tr("6h"), tr("All")};
    const std::array<QString, 5> names{tr("Last 5 minutes"), tr("Last 15 minutes"), tr("Last hour"),
                                       tr("Last 6 hours"), tr("All data")};
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    m_pause->setCheckable(true);
    m_pause->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_pause->setAccessibleName(tr("Pause the charts"));
    layout->addWidget(m_pause);
    layout->addSpacing(12);
    for (std::size_t i = 0; i < kLengths.size(); ++i) {
        auto* button = new QToolButton(this);
        button->setText(labels[i]);
        button->setToolTip(names[i]);
        button->setAccessibleName(names[i]);
        button->setCheckable(true);
        m_lengths->addButton(button, static_cast<int>(i));
        layout->addWidget(button);
    }
    m_zoomOut->setText(tr("Zoom out"));
    m_zoomOut->setIcon(themedIcon(QStringLiteral("zoom-out")));
    m_zoomOut->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_zoomOut->setToolTip(tr("Back to the range before (Backspace)"));
    m_zoomOut->setAccessibleName(tr("Zoom out"));
    m_zoomOut->hide();
    m_span->setProperty("role", QStringLiteral("muted"));
    layout->addStretch();
    layout->addWidget(m_zoomOut);
    layout->addSpacing(8);
    layout->addWidget(m_span);

    connect(m_lengths, &QButtonGroup::idClicked, this,
            [this](int id) { Q_EMIT lengthChosen(kLengths[static_cast<std::size_t>(id)]); });
    connect(m_pause, &QToolButton::toggled, this, [this](bool paused) {
        updatePauseButton();
        Q_EMIT pauseToggled(paused);
    });
    connect(m_zoomOut, &QToolButton::clicked, this, &RangeBar::zoomOutRequested);
    updatePauseButton();
}

void RangeBar::setLength(Duration length) {
    for (std::size_t i = 0; i < kLengths.size(); ++i)
        if (kLengths[i] == length) m_lengths->button(static_cast<int>(i))->setChecked(true);
}

void RangeBar::setPaused(bool paused) {
    const QSignalBlocker blocker(m_pause);
    m_pause->setChecked(paused);
    updatePauseButton();
}

void RangeBar::setSpan(bool zoomed, const QString& text) {
    m_zoomOut->setVisible(zoomed);
    m_span->setText(text);
}

void RangeBar::updatePauseButton() {
    const bool paused = m_pause->isChecked();
    const ThemeColors& theme = colors(palette());
    m_pause->setText(paused ? tr("Paused") : tr("Live"));
    m_pause->setIcon(paused ? coloredIcon(QStringLiteral("pause"), theme.warning)
                            : coloredIcon(QStringLiteral("play"), theme.ok));
    m_pause->setToolTip(paused ? tr("The charts stand still; data is still being read. Go on: Space")
                               : tr("The charts follow the data. Pause: Space"));
}

void RangeBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) updatePauseButton();
}

} // namespace eventflow::widgets
