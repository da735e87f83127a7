#include "widgets/groups/reset_dialog.h"

#include "core/base/text_file.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/error_text.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace eventflow::widgets {

using Kind = admin::ResetTarget::Kind;

namespace {

constexpr std::size_t kMaxFileBytes = 64 * 1024 * 1024;

QString hintOf(Kind kind) {
    switch (kind) {
    case Kind::Offset:
        return ResetDialog::tr("The offset, the same in every partition; clamped to what is there.");
    case Kind::Shift:
        return ResetDialog::tr("By how many offsets; back when negative, as in -1000.");
    case Kind::Timestamp:
        return ResetDialog::tr("UTC, as in 2026-01-01T12:00:00Z: the first record from then on.");
    case Kind::Offsets:
        return ResetDialog::tr("A file of lines topic,partition,offset, as undo files are.");
    default:
        return {};
    }
}

Result<admin::ResetTarget> readFile(const QString& path) {
    const auto text = readTextFile(path.toStdString(), kMaxFileBytes);
    if (!text) return text.error();
    auto offsets = admin::parseOffsets(*text);
    if (!offsets) return offsets.error().at(path.toStdString());
    admin::ResetTarget target;
    target.kind = Kind::Offsets;
    target.offsets = std::move(*offsets);
    return target;
}

} // namespace

ResetDialog::ResetDialog(const std::string& group, const std::vector<std::string>& topics, QWidget* parent)
    : QDialog(parent),
      m_group(group),
      m_kind(new QComboBox(this)),
      m_value(new QLineEdit(this)),
      m_browse(new QPushButton(tr("Browse…"), this)),
      m_topic(new QComboBox(this)),
      m_hint(makeLabel({}, "muted", this)),
      m_problem(makeLabel({}, "error", this)) {
    setWindowTitle(tr("Reset the offsets of %1").arg(viewmodels::oneLine(group, 120)));
    setMinimumWidth(520);
    m_kind->setAccessibleName(tr("Where the group goes on reading"));
    m_kind->addItem(tr("At the earliest record"), static_cast<int>(Kind::Earliest));
    m_kind->addItem(tr("At the end, past the latest record"), static_cast<int>(Kind::Latest));
    m_kind->addItem(tr("At an offset"), static_cast<int>(Kind::Offset));
    m_kind->addItem(tr("Shifted from where it is"), static_cast<int>(Kind::Shift));
    m_kind->addItem(tr("At a time"), static_cast<int>(Kind::Timestamp));
    m_kind->addItem(tr("By a file"), static_cast<int>(Kind::Offsets));
    m_value->setAccessibleName(tr("Value of the target"));
    m_value->setMaxLength(4096);
    m_topic->setAccessibleName(tr("Topics that are reset"));
    m_topic->addItem(tr("All that the group has committed"), QString());
    for (const std::string& topic : topics)
        m_topic->addItem(viewmodels::oneLine(topic, 200), QString::fromStdString(topic));
    for (QLabel* label : {m_hint, m_problem})
        label->setWordWrap(true);
    auto* value = new QHBoxLayout;
    value->addWidget(m_value, 1);
    value->addWidget(m_browse);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_next = buttons->addButton(tr("Show what would change"), QDialogButtonBox::AcceptRole);
    m_next->setDefault(true);
    m_browse->setAutoDefault(false);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(20, 18, 20, 16);
    form->setVerticalSpacing(10);
    form->addRow(tr("&Go on"), m_kind);
    form->addRow(QString(), value);
    form->addRow(QString(), m_hint);
    form->addRow(tr("&Topics"), m_topic);
    form->addRow(m_problem);
    form->addRow(buttons);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ResetDialog::validate);
    connect(m_value, &QLineEdit::textChanged, this, &ResetDialog::validate);
    connect(m_browse, &QPushButton::clicked, this, &ResetDialog::chooseFile);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    validate();
}

void ResetDialog::chooseFile() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Offsets to go back to"));
    if (!path.isEmpty()) m_value->setText(path);
}

ResetDialog::Target ResetDialog::typedTarget() const {
    admin::ResetTarget target;
    target.kind = static_cast<Kind>(m_kind->currentData().toInt());
    const QString text = m_value->text().trimmed();
    if (target.kind == Kind::Offset || target.kind == Kind::Shift) {
        bool ok = false;
        target.number = text.toLongLong(&ok);
        if (!ok || (target.kind == Kind::Offset && target.number < 0))
            return Error{ErrorCode::InvalidArgument, tr("this is no whole number that fits").toStdString()};
    }
    if (target.kind == Kind::Timestamp) {
        const auto time = parseIso8601(text.toStdString());
        if (!time) return Error{ErrorCode::InvalidArgument, tr("this is no time with a zone").toStdString()};
        target.time = *time;
    }
    return target;
}

void ResetDialog::validate() {
    const auto kind = static_cast<Kind>(m_kind->currentData().toInt());
    const bool needsValue = kind != Kind::Earliest && kind != Kind::Latest;
    m_value->setEnabled(needsValue);
    m_browse->setVisible(kind == Kind::Offsets);
    m_hint->setText(hintOf(kind));
    m_reading.cancel();
    if (needsValue && m_value->text().isEmpty()) return showTarget(Error{ErrorCode::Cancelled, {}});
    if (kind != Kind::Offsets) return showTarget(typedTarget());
    showTarget(Error{ErrorCode::Cancelled, {}}); // until it is read
    m_reading.start([path = m_value->text().trimmed()](std::stop_token) { return readFile(path); },
                    [this](Target target) { showTarget(std::move(target)); });
}

/// Cancelled: there is none yet, which is no fault.
void ResetDialog::showTarget(Target target) {
    m_target = target ? std::optional(*target) : std::nullopt;
    const bool faulty = !target && target.error().code != ErrorCode::Cancelled;
    m_problem->setText(faulty ? viewmodels::errorText(target.error()).cause : QString());
    m_next->setEnabled(m_target.has_value());
    m_next->setToolTip(m_target ? QString() : tr("Say first where the group shall go on."));
}

admin::ResetOffsets ResetDialog::request() const {
    admin::ResetOffsets request{m_group, m_target.value_or(admin::ResetTarget{}), {}};
    if (const QString topic = m_topic->currentData().toString(); !topic.isEmpty())
        request.topics.push_back(topic.toStdString());
    return request;
}

} // namespace eventflow::widgets
