#pragma once

#include "widgets/common/async_call.h"
#include "widgets/connect/desk_access.h"

#include <QTimer>
#include <QWidget>

#include <map>
#include <string>
#include <vector>

class QGridLayout;
class QLabel;

namespace eventflow::widgets {

/// The secrets that a connection needs: which are known and which will be asked for. Never shows one.
class SecretsPage : public QWidget {
    Q_OBJECT
public:
    SecretsPage(DeskPtr desk, QWidget* parent);

    /// Asks the desk what is missing, once the connection has not changed for a moment.
    void setConnection(const config::Connection& connection);
    /// As shown, in order: name and state; for tests and the screen reader.
    [[nodiscard]] QStringList states() const;

Q_SIGNALS:
    void changed(); ///< one was set

private:
    void makeRows();
    void ask();
    void showMissing(const std::vector<std::string>& missing);
    void setSecret(const std::string& name);

    DeskPtr m_desk;
    config::Connection m_connection;
    QTimer m_pause;
    AsyncCall<std::vector<std::string>> m_asking;
    QGridLayout* m_grid;
    QLabel* m_note;
    QWidget* m_rows = nullptr;
    std::map<std::string, QLabel*> m_states;
};

} // namespace eventflow::widgets
