#pragma once

#include "core/base/result.h"
#include "widgets/common/async_call.h"
#include "widgets/connect/secret_gate.h"

#include <memory>
#include <string>

namespace eventflow::widgets {

/// Opens one cluster at a time: asks for missing secrets, then connects. Thread: GUI.
class ClusterOpener : public QObject {
    Q_OBJECT
public:
    ClusterOpener(DeskPtr desk, QObject* parent);
    ~ClusterOpener() override;

    enum class Manner {
        Asking, ///< secrets are asked for, failures are told
        Quiet,  ///< neither
    };
    /// Instead of what is being opened. `connection` is one of the desk's; `window` is where secrets are
    /// asked for, while it lives.
    void open(const config::Connection& connection, Manner manner, QWidget* window);
    void cancel();

    [[nodiscard]] bool isOpening() const { return !m_name.empty(); }
    [[nodiscard]] const std::string& name() const { return m_name; }

Q_SIGNALS:
    void stateChanged(); ///< isOpening()
    void opened(const std::shared_ptr<eventflow::feed::Cluster>& cluster);
    void failed(const QString& connection, const eventflow::Error& error);

private:
    void connectNow(Manner manner);
    void finish();

    DeskPtr m_desk;
    QPointer<SecretGate> m_gate;
    AsyncCall<Result<std::shared_ptr<feed::Cluster>>> m_opening;
    std::string m_name;
};

} // namespace eventflow::widgets
