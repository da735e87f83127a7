#include "widgets/common/progress_strip.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>
#include <cmath>

namespace eventflow::widgets {

ProgressStrip::ProgressStrip(QWidget* parent)
    : QWidget(parent), m_text(new QLabel(this)), m_bar(new QProgressBar(this)) {
    m_text->setTextFormat(Qt::PlainText);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(6);
    m_bar->setAccessibleName(tr("Progress of reading"));
    auto* stop = new QPushButton(tr("Stop"), this);
    stop->setIcon(themedIcon(QStringLiteral("stop")));
    stop->setToolTip(tr("Stop reading. Everything that was read is kept."));
    stop->setAccessibleName(tr("Stop reading"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 6, 12, 7);
    layout->setSpacing(14);
    layout->addWidget(m_text);
    layout->addWidget(m_bar, 1);
    layout->addWidget(stop);
    hide();
    connect(stop, &QPushButton::clicked, this, &ProgressStrip::stopRequested);
}

void ProgressStrip::showProgress(const QString& text, double progress) {
    m_text->setText(text);
    const bool known = progress >= 0 && std::isfinite(progress);
    m_bar->setRange(0, known ? 1000 : 0);
    if (known) m_bar->setValue(static_cast<int>(std::lround(std::min(progress, 1.0) * 1000)));
    show();
}

void ProgressStrip::paintEvent(QPaintEvent*) {
    const ThemeColors& theme = colors(palette());
    QPainter painter(this);
    painter.fillRect(rect(), theme.surface);
    painter.setPen(theme.border);
    painter.drawLine(rect().bottomLeft(), rect().bottomRight());
}

} // namespace eventflow::widgets
