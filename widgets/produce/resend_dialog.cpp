#include "widgets/produce/resend_dialog.h"

#include "core/admin/topic_names.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <set>

namespace eventflow::widgets {

namespace {

constexpr std::size_t kMaxPlaces = 4;

} // namespace

QString describeRecords(const std::vector<admin::OwnedRecord>& records) {
    std::set<std::string> places;
    double bytes = 0;
    for (const admin::OwnedRecord& record : records) {
        places.insert(admin::toString(record.from));
        bytes += static_cast<double>((record.key ? record.key->size() : 0) +
                                     (record.value ? record.value->size() : 0));
    }
    QStringList named;
    for (const std::string& place : places)
        if (static_cast<std::size_t>(named.size()) < kMaxPlaces) named += viewmodels::oneLine(place, 120);
    if (places.size() > kMaxPlaces) named += ResendDialog::tr("and %1 more").arg(places.size() - kMaxPlaces);
    return ResendDialog::tr("%n record(s), %1, from %2.", nullptr, static_cast<int>(records.size()))
        .arg(viewmodels::format::bytes(bytes), named.join(QStringLiteral(", ")));
}

ResendDialog::ResendDialog(std::shared_ptr<feed::Cluster> cluster, std::vector<admin::OwnedRecord> records,
                           QWidget* parent)
    : WriteDialog(std::move(cluster), tr("Resend records"), parent),
      m_records(std::move(records)),
      m_keepPartition(new QCheckBox(tr("To the partition that each has now"), this)),
      m_keepTimestamp(new QCheckBox(tr("With the timestamp that each has now"), this)) {
    setMinimumWidth(540);
    m_keepTimestamp->setChecked(true);
    auto* what = makeLabel(describeRecords(m_records), "", this);
    what->setWordWrap(true);
    body().addWidget(what);
    auto* form = new QFormLayout;
    m_topic = addLineEdit(*form, tr("To the topic"),
                          m_records.empty() ? QString() : viewmodels::fromUtf8(m_records.front().from.topic));
    body().addLayout(form);
    body().addWidget(m_keepPartition);
    body().addWidget(m_keepTimestamp);
    body().addWidget(makeLabel(tr("Keys, values and headers go as they are, byte for byte."), "muted", this));
    body().addStretch(1);
    refresh();
}

QString ResendDialog::problem() const {
    if (m_records.empty()) return tr("There is no record to resend.");
    if (!admin::checkTopicName(m_topic->text().toStdString()))
        return tr("There can be no topic of that name.");
    return {};
}

admin::ChangeRequest ResendDialog::request() const {
    return admin::ResendRecords{m_topic->text().toStdString(), m_records, m_keepPartition->isChecked(),
                                m_keepTimestamp->isChecked()};
}

} // namespace eventflow::widgets
