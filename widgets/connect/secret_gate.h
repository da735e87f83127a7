#pragma once

#include "widgets/common/async_call.h"
#include "widgets/connect/desk_access.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <string>
#include <vector>

class QDialog;
class QWidget;

namespace eventflow::widgets {

/// What stands before every use of a connection: the secrets that are missing are asked for. Thread: GUI.
class SecretGate : public QObject {
    Q_OBJECT
public:
    /// `window`: where dialogs belong; also the owner.
    SecretGate(DeskPtr desk, QWidget* window);

    /// Calls `go` once no secret is missing, or `refused` when the person cancels. Replaces what is under
    /// way.
    void pass(const config::Connection& connection, std::function<void()> go, std::function<void()> refused);
    /// Calls neither.
    void cancel();

private:
    void ask(const std::vector<std::string>& missing);

    DeskPtr m_desk;
    QWidget* m_window;
    config::Connection m_connection;
    std::function<void()> m_go;
    std::function<void()> m_refused;
    AsyncCall<std::vector<std::string>> m_looking;
    QPointer<QDialog> m_dialog;
};

} // namespace eventflow::widgets
