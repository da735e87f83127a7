#pragma once

#include "core/feed/cluster.h"
#include "widgets/common/async_call.h"

#include <QDialog>

#include <memory>
#include <string>

class QPushButton;

namespace eventflow::widgets {

class ConfirmationBox;
class Notice;

/// Registers a schema as the next version of a subject, after it was said what that means. In production the
/// subject has to be typed. Thread: GUI.
class RegisterDialog : public QDialog {
    Q_OBJECT
public:
    /// `verdict`, `opinion`: what the checks said, shown once more.
    RegisterDialog(std::shared_ptr<feed::Cluster> cluster, std::string subject,
                   registry::SchemaDefinition schema, bool fine, const QString& verdict,
                   const QString& opinion, QWidget* parent);

    /// Of the schema; 0 until it is registered.
    [[nodiscard]] std::int32_t registeredId() const { return m_id; }
    void reject() override;

private:
    void registerIt();
    void takeAnswer(const Result<std::int32_t>& id);
    void updateButton();
    [[nodiscard]] bool isProduction() const;

    const std::shared_ptr<feed::Cluster> m_cluster;
    const std::string m_subject;
    const registry::SchemaDefinition m_schema;
    std::int32_t m_id = 0;
    AsyncCall<Result<std::int32_t>> m_call;
    ConfirmationBox* m_confirmation;
    Notice* m_answer;
    QPushButton* m_register;
    QPushButton* m_cancel;
};

} // namespace eventflow::widgets
