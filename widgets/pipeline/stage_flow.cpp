#include "widgets/pipeline/stage_flow.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/reject_text.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace eventflow::widgets {

using namespace viewmodels;

namespace {

constexpr int kGap = 26; ///< between two cards, where the arrow is
constexpr int kPadding = 14;
constexpr int kLeading = 3; ///< between two lines of text
constexpr int kBarHeight = 6;
constexpr int kLines = 6; ///< of text in a card
constexpr double kNearlyFull = 0.8;

QFont scaled(const QFont& font, double factor, QFont::Weight weight) {
    QFont result = font;
    result.setPointSizeF(font.pointSizeF() * factor);
    result.setWeight(weight);
    return result;
}

} // namespace

StageFlow::StageFlow(const StageModel& model, QWidget* parent) : QWidget(parent), m_model(model) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Flow of the pipeline"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    const auto refresh = [this] {
        if (m_current >= m_model.rowCount()) m_current = -1;
        update();
    };
    connect(&m_model, &QAbstractItemModel::dataChanged, this, refresh);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, refresh);
    connect(&m_model, &QAbstractItemModel::modelReset, this, refresh);
}

int StageFlow::cardHeight() const {
    return kLines * (fontMetrics().lineSpacing() + kLeading) + 2 * kPadding + kBarHeight + 36;
}

QSize StageFlow::sizeHint() const {
    return {kStepCount * 150 + (kStepCount - 1) * kGap, cardHeight() + 2};
}

QSize StageFlow::minimumSizeHint() const {
    return {kStepCount * 100 + (kStepCount - 1) * kGap, cardHeight() + 2};
}

QRect StageFlow::cardRect(int row) const {
    const int count = std::max(1, m_model.rowCount());
    const double cardWidth = (width() - 1.0 - kGap * (count - 1)) / count;
    const int left = static_cast<int>(row * (cardWidth + kGap));
    return {left, 1, static_cast<int>(cardWidth), cardHeight() - 1};
}

QRect StageFlow::rejectedRect(int row) const {
    const QRect card = cardRect(row);
    const int line = fontMetrics().lineSpacing();
    return {card.left() + kPadding, card.bottom() - kPadding - line, card.width() - 2 * kPadding, line + 4};
}

void StageFlow::setCurrent(int row) {
    if (row < -1 || row >= m_model.rowCount() || row == m_current) return;
    m_current = row;
    describe();
    update();
    Q_EMIT currentChanged(row);
}

void StageFlow::describe() {
    if (m_current < 0) return setAccessibleDescription({});
    const StageRow& stage = m_model.row(m_current);
    setAccessibleDescription(tr("%1: %2, %3 rejected, p99 %4")
                                 .arg(stepWord(stage.stats.step), format::rate(stage.perSecond),
                                      format::exact(stage.stats.rejected),
                                      format::seconds(stage.stats.p99Seconds)));
}

void StageFlow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int row = 0; row < m_model.rowCount(); ++row) {
        paintCard(painter, row);
        if (row > 0) paintArrow(painter, row);
    }
}

void StageFlow::paintCard(QPainter& painter, int row) const {
    const ThemeColors& theme = colors(palette());
    const StageRow& stage = m_model.row(row);
    const QRect card = cardRect(row);
    const bool current = row == m_current;
    painter.setPen(QPen(current ? theme.accent : theme.border, current && hasFocus() ? 2 : 1));
    painter.setBrush(theme.surface);
    painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);

    QRect line = card.adjusted(kPadding, kPadding, -kPadding, 0);
    const auto text = [&](const QString& content, const QFont& font, const QColor& color) {
        painter.setFont(font);
        painter.setPen(color);
        const QFontMetrics metrics(font);
        line.setHeight(metrics.lineSpacing());
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(content, Qt::ElideRight, line.width()));
        line.translate(0, line.height() + kLeading);
    };
    text(stepWord(stage.stats.step), scaled(font(), 1.0, QFont::DemiBold), theme.textMuted);
    text(format::rate(stage.perSecond), scaled(font(), 1.6, QFont::DemiBold), theme.text);
    line.translate(0, 6);
    paintQueue(painter, line, stage);
    line.translate(0, kBarHeight + fontMetrics().lineSpacing() + 10);
    text(tr("p50 %1").arg(format::seconds(stage.stats.p50Seconds)), font(), theme.textMuted);
    text(tr("p99 %1").arg(format::seconds(stage.stats.p99Seconds)), font(), theme.textMuted);

    const QRect rejected = rejectedRect(row);
    painter.setFont(font());
    if (stage.stats.rejected == 0) {
        painter.setPen(theme.textMuted);
        painter.drawText(rejected, Qt::AlignLeft | Qt::AlignVCenter, tr("0 rejected"));
        return;
    }
    const int side = fontMetrics().height() - 2;
    painter.drawPixmap(rejected.left(), rejected.center().y() - side / 2,
                       iconPixmap(QStringLiteral("deadletters"), theme.critical, side, devicePixelRatioF()));
    painter.setPen(theme.critical);
    painter.drawText(rejected.adjusted(side + 6, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("%1 rejected").arg(format::compact(static_cast<double>(stage.stats.rejected))));
}

void StageFlow::paintQueue(QPainter& painter, const QRect& area, const StageRow& stage) const {
    const ThemeColors& theme = colors(palette());
    const QRect bar(area.left(), area.top(), area.width(), kBarHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.hover);
    painter.drawRoundedRect(bar, 3, 3);
    const std::optional<double> fill = stage.queueFill();
    const bool nearlyFull = fill.value_or(0) >= kNearlyFull;
    if (fill && *fill > 0) {
        painter.setBrush(nearlyFull ? theme.warning : theme.accent);
        painter.drawRoundedRect(
            QRect(bar.left(), bar.top(), std::max(3, static_cast<int>(bar.width() * *fill)), kBarHeight), 3,
            3);
    }
    const QRect caption(area.left(), bar.bottom() + 3, area.width(), fontMetrics().lineSpacing());
    painter.setFont(font());
    painter.setPen(nearlyFull ? theme.warning : theme.textMuted);
    const QString words = !fill        ? tr("no queue")
                          : nearlyFull ? tr("queue %1, nearly full").arg(format::percent(*fill))
                                       : tr("queue %1").arg(format::percent(*fill));
    painter.drawText(caption, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(words, Qt::ElideRight, caption.width()));
}

void StageFlow::paintArrow(QPainter& painter, int row) const {
    const QRect left = cardRect(row - 1);
    const QRect right = cardRect(row);
    const double y = left.center().y();
    const double from = left.right() + 5;
    const double to = right.left() - 4;
    painter.setPen(QPen(colors(palette()).textMuted, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    QPainterPath arrow(QPointF(from, y));
    arrow.lineTo(to, y);
    arrow.moveTo(to - 4, y - 4);
    arrow.lineTo(to, y);
    arrow.lineTo(to - 4, y + 4);
    painter.drawPath(arrow);
}

void StageFlow::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        return setCurrent(std::max(0, m_current - 1));
    case Qt::Key_Right:
        return setCurrent(std::min(m_model.rowCount() - 1, m_current + 1));
    case Qt::Key_Home:
        return setCurrent(0);
    case Qt::Key_End:
        return setCurrent(m_model.rowCount() - 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return openRejections(m_current);
    default:
        QWidget::keyPressEvent(event);
    }
}

void StageFlow::mousePressEvent(QMouseEvent* event) {
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (!cardRect(row).contains(event->pos())) continue;
        setCurrent(row);
        if (rejectedRect(row).contains(event->pos())) openRejections(row);
    }
}

void StageFlow::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    if (m_current < 0) setCurrent(0);
}

void StageFlow::openRejections(int row) {
    if (row >= 0 && row < m_model.rowCount() && m_model.row(row).stats.rejected > 0)
        Q_EMIT rejectionsRequested(m_model.row(row).stats.step);
}

} // namespace eventflow::widgets
