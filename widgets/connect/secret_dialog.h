#pragma once

#include "core/base/result.h"
#include "widgets/common/async_call.h"
#include "widgets/connect/desk_access.h"

#include <QDialog>

#include <string>
#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace eventflow::widgets {

/// Asks for secrets of a connection, and gives them to the desk. Accepted when the desk has them all. What
/// was typed is forgotten at once, whatever the end.
class SecretDialog : public QDialog {
    Q_OBJECT
public:
    SecretDialog(DeskPtr desk, config::Connection connection, const std::vector<std::string>& names,
                 QWidget* parent);

    void done(int result) override;

private:
    void makeFields(const std::vector<std::string>& names);
    void updateButton();
    void provide();
    void onProvided(const Status& status);

    DeskPtr m_desk;
    config::Connection m_connection;
    AsyncCall<Status> m_providing;
    std::vector<std::pair<std::string, QLineEdit*>> m_fields;
    QRadioButton* m_session;
    QRadioButton* m_store;
    QLabel* m_problem;
    QPushButton* m_ok;
};

} // namespace eventflow::widgets
