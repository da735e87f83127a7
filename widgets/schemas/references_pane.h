#pragma once

#include "widgets/common/async_call.h"
#include "widgets/schemas/subject_reader.h"
#include "widgets/viewmodels/text_table_model.h"

#include <QWidget>

#include <string>
#include <vector>

class QLabel;
class QTableView;

namespace eventflow::widgets {

/// What a version needs of other subjects, and which need it. Enter or a double click goes there.
/// Thread: GUI. Lifetime: the reader outlives it.
class ReferencesPane : public QWidget {
    Q_OBJECT
public:
    explicit ReferencesPane(SubjectReader& reader, QWidget* parent = nullptr);

    /// 0: none.
    void setVersion(int version);

Q_SIGNALS:
    void subjectRequested(const std::string& subject);

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct User {
        std::int32_t id = 0;
        std::vector<registry::SubjectVersion> places;
    };
    using Users = Result<std::vector<User>>;
    static Users findUsers(feed::SchemaRegistry& registry, const std::string& subject, int version,
                           const std::stop_token& stop);

    void showNeeds();
    void askForUsers();
    void showUsers(const Users& users);

    SubjectReader& m_reader;
    int m_version = 0;
    int m_askedFor = 0; ///< the users of this version are shown or on their way
    AsyncCall<Users> m_call;
    viewmodels::TextTableModel* m_needsModel;
    viewmodels::TextTableModel* m_usersModel;
    QLabel* m_needsNote;
    QLabel* m_usersNote;
    QTableView* m_needs;
    QTableView* m_users;
};

} // namespace eventflow::widgets
