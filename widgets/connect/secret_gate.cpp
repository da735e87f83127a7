#include "widgets/connect/secret_gate.h"

#include "widgets/connect/secret_dialog.h"

#include <utility>

namespace eventflow::widgets {

SecretGate::SecretGate(DeskPtr desk, QWidget* window)
    : QObject(window), m_desk(std::move(desk)), m_window(window) {}

void SecretGate::pass(const config::Connection& connection, std::function<void()> go,
                      std::function<void()> refused) {
    cancel();
    m_connection = connection;
    m_go = std::move(go);
    m_refused = std::move(refused);
    m_looking.start(
        [desk = m_desk, connection](const std::stop_token&) {
            return desk->call(std::vector<std::string>(),
                              [&](feed::ClusterDesk& found) { return found.missingSecrets(connection); });
        },
        [this](const std::vector<std::string>& missing) { ask(missing); });
}

void SecretGate::ask(const std::vector<std::string>& missing) {
    if (missing.empty()) return std::exchange(m_go, nullptr)();
    m_dialog = new SecretDialog(m_desk, m_connection, missing, m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &QDialog::accepted, this, [this] {
        if (m_go) std::exchange(m_go, nullptr)();
    });
    connect(m_dialog, &QDialog::rejected, this, [this] {
        if (m_refused) std::exchange(m_refused, nullptr)();
    });
    m_dialog->open();
}

void SecretGate::cancel() {
    m_looking.cancel();
    m_go = nullptr;
    m_refused = nullptr;
    if (m_dialog) m_dialog->close();
}

} // namespace eventflow::widgets
