#include "widgets/schemas/references_pane.h"

#include "widgets/common/item_delegate.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/roles.h"

#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace eventflow::widgets {

using namespace viewmodels;

namespace {

constexpr std::size_t kMaxUsers = 200;

} // namespace

ReferencesPane::ReferencesPane(SubjectReader& reader, QWidget* parent)
    : QWidget(parent),
      m_reader(reader),
      m_needsModel(
          new TextTableModel({tr("Name in the text"), tr("Subject"), tr("Version"), tr("How")}, this)),
      m_usersModel(new TextTableModel({tr("Subject"), tr("Version"), tr("Schema id")}, this)),
      m_needsNote(makeLabel({}, "muted", this)),
      m_usersNote(makeLabel({}, "muted", this)),
      m_needs(new QTableView(this)),
      m_users(new QTableView(this)) {
    m_needs->setModel(m_needsModel);
    setUpTable(*m_needs, tr("Schemas that it needs"), {30, 30, 8, 12}, 1);
    m_users->setModel(m_usersModel);
    setUpTable(*m_users, tr("Schemas that need it"), {40, 8, 10}, 0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(6);
    const auto add = [&](const QString& title, QLabel* note, QTableView* table) {
        table->setItemDelegate(new ItemDelegate(table));
        layout->addWidget(makeLabel(title, "heading", this));
        layout->addWidget(note);
        layout->addWidget(table, 1);
        connect(table, &QTableView::activated, this, [this](const QModelIndex& index) {
            const QString subject = index.data(RecordIdRole).toString();
            if (!subject.isEmpty()) Q_EMIT subjectRequested(subject.toStdString());
        });
    };
    add(tr("Needs"), m_needsNote, m_needs);
    layout->addSpacing(6);
    add(tr("Needed by"), m_usersNote, m_users);
}

void ReferencesPane::setVersion(int version) {
    m_version = version;
    m_askedFor = 0;
    m_call.cancel();
    m_usersModel->setRows({});
    m_usersNote->clear();
    showNeeds();
    if (isVisible()) askForUsers();
}

void ReferencesPane::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    askForUsers();
}

void ReferencesPane::showNeeds() {
    const auto opened = m_reader.opened(m_version);
    std::vector<TextTableModel::Row> rows;
    if (opened != nullptr) {
        const auto& direct = opened->registered.schema.references;
        const auto isDirect = [&](const codec::ReferencedSchema& one) {
            return std::ranges::any_of(direct, [&](const registry::SchemaReference& reference) {
                return reference.subject == one.subject && reference.version == one.version;
            });
        };
        for (const registry::SchemaReference& one : direct)
            rows.push_back({{{oneLine(one.name)},
                             {oneLine(one.subject)},
                             {QString::number(one.version)},
                             {tr("directly")}},
                            fromUtf8(one.subject)});
        for (const codec::ReferencedSchema& one : opened->references)
            if (!isDirect(one))
                rows.push_back({{{oneLine(one.name)},
                                 {oneLine(one.subject)},
                                 {QString::number(one.version)},
                                 {tr("by another"), std::nullopt, true}},
                                fromUtf8(one.subject)});
    }
    m_needsNote->setText(opened == nullptr ? tr("Reading the schema…")
                         : rows.empty()    ? tr("The schema stands for itself: it needs no other.")
                                           : tr("Enter or a double click goes to the subject."));
    m_needsModel->setRows(std::move(rows));
}

ReferencesPane::Users ReferencesPane::findUsers(feed::SchemaRegistry& registry, const std::string& subject,
                                                int version, const std::stop_token& stop) {
    auto ids = registry.referencedBy(subject, version);
    if (!ids) return ids.error();
    std::vector<User> users;
    for (const std::int32_t id : *ids) {
        if (stop.stop_requested() || users.size() >= kMaxUsers) break;
        const auto places = registry.versionsOf(id);
        // Without its places a schema is still worth naming by its id.
        users.push_back({id, places ? *places : std::vector<registry::SubjectVersion>{}});
    }
    return users;
}

void ReferencesPane::askForUsers() {
    if (m_version == 0 || m_askedFor == m_version || m_reader.cluster() == nullptr) return;
    m_askedFor = m_version;
    m_usersNote->setText(tr("Asking the registry…"));
    m_call.start(
        [cluster = m_reader.cluster(), subject = m_reader.subject(), version = m_version](
            std::stop_token stop) { return findUsers(*cluster->registry(), subject, version, stop); },
        [this](const Users& users) { showUsers(users); });
}

void ReferencesPane::showUsers(const Users& users) {
    if (!users) {
        m_usersNote->setText(errorText(users.error()).cause);
        return;
    }
    std::vector<TextTableModel::Row> rows;
    for (const User& user : *users) {
        const QString id = QString::number(user.id);
        for (const auto& [subject, version] : user.places)
            rows.push_back({{{oneLine(subject)}, {QString::number(version)}, {id}}, fromUtf8(subject)});
        if (user.places.empty()) rows.push_back({{{tr("not known"), std::nullopt, true}, {}, {id}}, {}});
    }
    m_usersNote->setText(rows.empty() ? tr("No other schema refers to this version.")
                         : users->size() >= kMaxUsers
                             ? tr("The first %1. Enter or a double click goes to the subject.").arg(kMaxUsers)
                             : tr("Enter or a double click goes to the subject."));
    m_usersModel->setRows(std::move(rows));
}

} // namespace eventflow::widgets
