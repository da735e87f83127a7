#include "widgets/charts/chart_legend.h"

#include "widgets/charts/flow_layout.h"
#include "widgets/charts/plot_item.h"
#include "widgets/common/theme.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace eventflow::widgets {

namespace {
constexpr int kSwatch = 14;
constexpr int kPad = 5;
constexpr int kMaxNameWidth = 180;
constexpr int kMaxRows = 3;
} // namespace

LegendEntry::LegendEntry(const QString& name, QWidget* parent) : QAbstractButton(parent) {
    setText(name);
    setCheckable(true);
    setChecked(true);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setToolTip(tr("%1\nClick: hide or show. Double click: only this one.").arg(name));
    setAccessibleName(tr("Series %1").arg(name));
}

void LegendEntry::setSlot(int slot) {
    m_slot = slot;
    update();
}

void LegendEntry::setValue(const QString& value) {
    if (value == m_value) return;
    const bool grows = fontMetrics().horizontalAdvance(value) > fontMetrics().horizontalAdvance(m_value);
    m_value = value;
    setAccessibleDescription(value);
    if (grows) updateGeometry();
    update();
}

QSize LegendEntry::sizeHint() const {
    const QFontMetrics metrics = fontMetrics();
    const int name = std::min(metrics.horizontalAdvance(text()), kMaxNameWidth);
    // Room for a typical value, so that the legend does not flow anew with every figure.
    const int value =
        std::max(metrics.horizontalAdvance(m_value), metrics.horizontalAdvance(QStringLiteral("000.0 %")));
    return {kPad + kSwatch + 6 + name + 8 + value + kPad, metrics.height() + 4};
}

void LegendEntry::paintEvent(QPaintEvent*) {
    const ThemeColors& theme = colors(palette());
    QPainter painter(this);
    if (underMouse()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.hover);
        painter.drawRoundedRect(rect(), 4, 4);
    }
    if (hasFocus()) {
        painter.setPen(theme.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(rect().adjusted(0, 0, -1, -1), 4, 4);
    }
    QPen pen = SeriesStyles::pen(m_slot, theme);
    pen.setWidthF(3);
    pen.setCosmetic(false);
    pen.setCapStyle(Qt::FlatCap);
    if (pen.style() == Qt::CustomDashLine) pen.setDashPattern({1.4, 1.0});
    if (!isChecked()) pen.setColor(theme.border);
    painter.setPen(pen);
    painter.drawLine(QLineF(kPad, height() / 2.0, kPad + kSwatch, height() / 2.0));

    const QFontMetrics metrics = fontMetrics();
    QFont struck = font();
    struck.setStrikeOut(!isChecked());
    painter.setFont(struck);
    painter.setPen(isChecked() ? theme.text : theme.textMuted);
    const int left = kPad + kSwatch + 6;
    const QString name = metrics.elidedText(text(), Qt::ElideMiddle, kMaxNameWidth);
    painter.drawText(QRect(left, 0, width() - left, height()), Qt::AlignVCenter | Qt::AlignLeft, name);
    if (!isChecked()) return;
    painter.setFont(font());
    painter.setPen(theme.textMuted);
    const int valueLeft = left + metrics.horizontalAdvance(name) + 8;
    painter.drawText(QRect(valueLeft, 0, width() - valueLeft, height()), Qt::AlignVCenter | Qt::AlignLeft,
                     m_value);
}

void LegendEntry::mouseDoubleClickEvent(QMouseEvent* event) {
    event->accept();
    Q_EMIT doubleClicked();
}

void LegendEntry::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && event->modifiers().testFlag(Qt::ShiftModifier))
        Q_EMIT doubleClicked();
    else
        QAbstractButton::keyPressEvent(event);
}

ChartLegend::ChartLegend(QWidget* parent) : QScrollArea(parent) {
    auto* content = new QWidget(this);
    m_layout = new FlowLayout(content);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(2);
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setStyleSheet(QStringLiteral("background: transparent"));
    QFont small = font();
    small.setPointSizeF(std::max(6.5, font().pointSizeF() * 0.9));
    setFont(small);
}

QSize ChartLegend::sizeHint() const {
    const int entry = m_entries.empty() ? fontMetrics().height() + 4 : m_entries.front()->sizeHint().height();
    const int row = entry + m_layout->spacing();
    const int wanted = m_layout->heightForWidth(std::max(width(), 100));
    return {200, std::clamp(wanted, row, kMaxRows * row)};
}

void ChartLegend::updateHeight() {
    // As needed is not enough: a bar that came while the legend was lower takes width, and so justifies
    // itself.
    const bool fits = m_layout->heightForWidth(std::max(width(), 100)) <= sizeHint().height();
    setVerticalScrollBarPolicy(fits ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    updateGeometry();
}

QSize ChartLegend::minimumSizeHint() const {
    return {60, sizeHint().height()};
}

void ChartLegend::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    updateHeight();
}

void ChartLegend::setEntries(const std::vector<Entry>& entries) {
    const bool same = std::equal(entries.begin(), entries.end(), m_entries.begin(), m_entries.end(),
                                 [](const Entry& a, const LegendEntry* b) { return a.name == b->text(); });
    if (!same) rebuild(entries);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        m_entries[i]->setSlot(entries[i].slot);
        m_entries[i]->setValue(entries[i].value);
    }
    if (!same || sizeHint().height() != height()) updateHeight();
}

void ChartLegend::rebuild(const std::vector<Entry>& entries) {
    for (LegendEntry* entry : m_entries)
        delete entry;
    m_entries.clear();
    for (const Entry& item : entries) {
        auto* entry = new LegendEntry(item.name, widget());
        entry->setFont(font());
        connect(entry, &LegendEntry::clicked, this, [this, name = item.name] { toggle(name); });
        connect(entry, &LegendEntry::doubleClicked, this, [this, name = item.name] { solo(name); });
        m_layout->addWidget(entry);
        entry->show();
        m_entries.push_back(entry);
    }
    showChecked();
}

void ChartLegend::setHidden(const QSet<QString>& hidden) {
    m_hidden = hidden;
    m_beforeClick = hidden;
    showChecked();
}

void ChartLegend::toggle(const QString& name) {
    m_beforeClick = m_hidden;
    if (!m_hidden.remove(name)) m_hidden.insert(name);
    showChecked();
    Q_EMIT hiddenChanged();
}

void ChartLegend::solo(const QString& name) {
    QSet<QString> others;
    for (const LegendEntry* entry : m_entries)
        if (entry->text() != name) others.insert(entry->text());
    const bool wasAlone = !m_beforeClick.contains(name) && m_beforeClick.contains(others);
    m_hidden = wasAlone ? QSet<QString>() : others;
    m_beforeClick = m_hidden;
    showChecked();
    Q_EMIT hiddenChanged();
}

void ChartLegend::showChecked() {
    for (LegendEntry* entry : m_entries)
        entry->setChecked(!m_hidden.contains(entry->text()));
}

} // namespace eventflow::widgets
