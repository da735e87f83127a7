#include "widgets/messages/query_bar.h"

#include "core/cel/program.h"
#include "widgets/common/icons.h"
#include "widgets/common/view_setup.h"
#include "widgets/messages/filter_edit.h"
#include "widgets/messages/word_completer.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <chrono>

namespace eventflow::widgets {

using namespace viewmodels;

namespace {

constexpr std::uint64_t kMaxLastN = 1'000'000;

bool takesTime(BrowsePlace place) {
    return place == BrowsePlace::AtTime || place == BrowsePlace::AroundTime;
}

bool takesOffset(BrowsePlace place) {
    return place == BrowsePlace::AtOffset || place == BrowsePlace::AroundOffset;
}

} // namespace

QueryBar::QueryBar(QWidget* parent) : QWidget(parent), m_topics(new QLineEdit(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(buildFirstRow());
    layout->addLayout(buildSecondRow());
    m_fault = makeLabel({}, "error", this);
    m_fault->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_fault->setWordWrap(true);
    m_fault->hide();
    layout->addWidget(m_fault);
    for (QLineEdit* edit : findChildren<QLineEdit*>())
        connect(edit, &QLineEdit::returnPressed, this, &QueryBar::loadRequested);
    connect(m_filter, &FilterEdit::checked, this, &QueryBar::showCheck);
    updatePlace();
    updateKey();
    setBusy(false);
}

QLineEdit* QueryBar::addEdit(const QString& name, const QString& placeholder, int digits) {
    auto* edit = new QLineEdit(this);
    edit->setAccessibleName(name);
    edit->setToolTip(name);
    edit->setPlaceholderText(placeholder);
    edit->setMaxLength(4096);
    edit->setFixedWidth(fontMetrics().horizontalAdvance(u'0') * digits + 24);
    return edit;
}

QLayout* QueryBar::buildFirstRow() {
    m_topics->setAccessibleName(tr("Topics to read, separated by commas"));
    m_topics->setPlaceholderText(tr("Topics, separated by commas"));
    m_topics->setClearButtonEnabled(true);
    m_topics->addAction(themedIcon(QStringLiteral("topic")), QLineEdit::LeadingPosition);
    m_completer = new WordCompleter(*m_topics, QStringLiteral(", "), Qt::MatchContains);
    m_partitions = addEdit(tr("Partitions, as 0, 3, 5-8; empty for all"), tr("All partitions"), 14);
    m_place = new QComboBox(this);
    m_place->setAccessibleName(tr("Where to begin"));
    for (const QString& text : {tr("Newest first"), tr("Oldest first"), tr("From time"), tr("From offset"),
                                tr("Last"), tr("Around time"), tr("Around offset"), tr("Live tail")})
        m_place->addItem(text);
    connect(m_place, &QComboBox::currentIndexChanged, this, &QueryBar::updatePlace);
    m_value = addEdit(tr("Place to begin at"), {}, 24);
    m_spanChip = new QToolButton(this);
    m_spanChip->setIcon(themedIcon(QStringLiteral("close")));
    m_spanChip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_spanChip->setCheckable(true);
    m_spanChip->setChecked(true);
    m_spanChip->hide();
    connect(m_spanChip, &QToolButton::clicked, this, [this] {
        setSpan(std::nullopt);
        Q_EMIT loadRequested();
    });
    m_load = new QPushButton(tr("Load"), this);
    m_load->setProperty("primary", true);
    m_load->setToolTip(tr("Read the messages (Enter)"));
    m_stop = new QPushButton(tr("Stop"), this);
    m_stop->setToolTip(tr("Stop reading and keep what was found (Escape)"));
    connect(m_load, &QPushButton::clicked, this, &QueryBar::loadRequested);
    connect(m_stop, &QPushButton::clicked, this, &QueryBar::stopRequested);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(m_topics, 1);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_partitions, m_place, m_value, m_spanChip, m_load, m_stop})
        row->addWidget(widget);
    return row;
}

QLayout* QueryBar::buildSecondRow() {
    m_filter = new FilterEdit(this);
    m_cost = makeLabel({}, "muted", this);
    m_cost->setAccessibleName(tr("Cost of the filter"));
    m_cost->setToolTip(
        tr("What one record costs, estimated: every list and text whose length is not known counts as "
           "%1 elements. What is cheap stands best in front of && and ||.")
            .arg(cel::kAssumedSize));
    m_cost->hide();
    m_search = addEdit(tr("Text in key, value or headers"), tr("Text anywhere"), 22);
    m_search->setClearButtonEnabled(true);
    m_key = addEdit(tr("Exactly this key"), tr("Exact key"), 20);
    m_key->setClearButtonEnabled(true);
    m_partitioner = new QComboBox(this);
    m_partitioner->setAccessibleName(tr("Who chose the partition of the key"));
    m_partitioner->setToolTip(tr("A key is looked for in the one partition its producer has put it into."));
    m_partitioner->addItem(tr("Java clients"), static_cast<int>(browse::Partitioner::Murmur2));
    m_partitioner->addItem(tr("librdkafka"), static_cast<int>(browse::Partitioner::Crc32));
    m_partitioner->addItem(tr("Sarama"), static_cast<int>(browse::Partitioner::Fnv1a));
    m_partitioner->addItem(tr("In any partition"), -1);
    connect(m_key, &QLineEdit::textChanged, this, &QueryBar::updateKey);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(m_filter, 1);
    row->addWidget(m_cost);
    row->addWidget(m_search);
    row->addWidget(m_key);
    row->addWidget(m_partitioner);
    return row;
}

BrowsePlace QueryBar::place() const {
    return static_cast<BrowsePlace>(m_place->currentIndex());
}

QString QueryBar::placeValue() const {
    return m_value->text();
}

void QueryBar::updatePlace() {
    const BrowsePlace now = place();
    m_value->setVisible(takesTime(now) || takesOffset(now) || now == BrowsePlace::LastN);
    if (takesTime(now))
        m_value->setPlaceholderText(QStringLiteral("2026-06-20 12:00:00"));
    else
        m_value->setPlaceholderText(takesOffset(now) ? tr("Offset") : QStringLiteral("1000"));
    m_value->setToolTip(takesTime(now) ? tr("A time in UTC, seconds or milliseconds since 1970, or now-15m")
                                       : m_value->accessibleName());
}

void QueryBar::updateKey() {
    m_partitioner->setVisible(!m_key->text().isEmpty());
}

void QueryBar::showCheck() {
    const auto& fault = m_filter->fault();
    if (fault)
        m_fault->setText(
            tr("Filter, line %1, column %2: %3").arg(fault->line).arg(fault->column).arg(fault->message));
    m_fault->setVisible(fault.has_value());
    const std::uint64_t cost = m_filter->cost();
    m_cost->setText(tr("≈ %L1 steps").arg(cost));
    m_cost->setVisible(cost > 0);
}

void QueryBar::refuse(const QString& why) {
    m_fault->setText(why);
    m_fault->show();
}

bool QueryBar::readPlace(BrowseQuery& query) {
    const QString text = m_value->text().trimmed();
    query.place = place();
    if (takesTime(query.place)) {
        const auto time = parseMoment(text.toStdString(), std::chrono::system_clock::now());
        if (!time) {
            refuse(tr("“%1” is no time. Write it as 2026-06-20 12:00:00 (UTC) or now-15m.").arg(text));
            return false;
        }
        query.time = *time;
    }
    bool valid = true;
    if (takesOffset(query.place)) {
        query.offset = text.toLongLong(&valid);
        if (!valid || query.offset < 0) refuse(tr("“%1” is no offset: a whole number from 0 on.").arg(text));
        return valid && query.offset >= 0;
    }
    if (query.place == BrowsePlace::LastN) {
        query.count = text.isEmpty() ? 1000 : text.toULongLong(&valid);
        valid = valid && query.count > 0 && query.count <= kMaxLastN;
        if (!valid) refuse(tr("How many of the last messages? A number from 1 to %1.").arg(kMaxLastN));
    }
    return valid;
}

std::optional<BrowseQuery> QueryBar::query() {
    showCheck();
    if (m_filter->fault()) return std::nullopt;
    BrowseQuery query;
    query.topics = parseTopics(m_topics->text().toStdString());
    if (query.topics.empty()) {
        refuse(tr("Name a topic to read."));
        return std::nullopt;
    }
    const auto partitions = parsePartitions(m_partitions->text().toStdString());
    if (!partitions) {
        refuse(
            tr("“%1” is no partition. Write them as 0, 3, 5-8.").arg(oneLine(partitions.error().detail, 60)));
        return std::nullopt;
    }
    query.partitions = *partitions;
    if (!readPlace(query)) return std::nullopt;
    query.filter.expression = m_filter->text().trimmed().toStdString();
    if (!m_search->text().isEmpty())
        query.filter.text = browse::TextQuery{.text = m_search->text().toStdString(), .ignoreCase = true};
    if (!m_key->text().isEmpty()) query.filter.key = m_key->text().toStdString();
    if (const int partitioner = m_partitioner->currentData().toInt(); partitioner >= 0)
        query.partitioner = static_cast<browse::Partitioner>(partitioner);
    query.span = m_span;
    return query;
}

void QueryBar::setTopics(const std::vector<std::string>& topics,
                         const std::vector<std::int32_t>& partitions) {
    QStringList names;
    for (const std::string& topic : topics)
        names += fromUtf8(topic);
    m_topics->setText(names.join(QStringLiteral(", ")));
    setPartitions(partitions);
}

void QueryBar::setPartitions(const std::vector<std::int32_t>& partitions) {
    m_partitions->setText(QString::fromStdString(partitionsText(partitions)));
}

void QueryBar::setPlace(BrowsePlace place, const QString& value) {
    m_place->setCurrentIndex(static_cast<int>(place));
    m_value->setText(value);
}

void QueryBar::setSearch(const QString& text) {
    m_search->setText(text);
}

void QueryBar::clearFilters() {
    m_filter->clear();
    m_search->clear();
    m_key->clear();
    setSpan(std::nullopt);
}

void QueryBar::setSpan(const std::optional<TimeSpan>& span) {
    m_span = span;
    m_spanChip->setVisible(span.has_value());
    m_spanChip->setChecked(true);
    if (!span) return;
    m_spanChip->setText(tr("%1 – %2").arg(format::time(span->from), format::time(span->until)));
    m_spanChip->setAccessibleName(tr("Only from %1 to %2: remove this limit")
                                      .arg(format::dateTimeMs(span->from), format::dateTimeMs(span->until)));
    m_spanChip->setToolTip(m_spanChip->accessibleName());
}

void QueryBar::setTopicNames(const QStringList& names) {
    m_completer->setWords(names);
}

void QueryBar::setFilterWords(const QStringList& words) {
    m_filter->setWords(words);
}

void QueryBar::setBusy(bool busy) {
    const bool hadFocus = busy ? m_load->hasFocus() : m_stop->hasFocus();
    m_load->setVisible(!busy);
    m_stop->setVisible(busy);
    if (hadFocus) (busy ? m_stop : m_load)->setFocus(Qt::OtherFocusReason);
}

} // namespace eventflow::widgets
