#pragma once

#include "core/feed/cluster.h"
#include "widgets/common/async_call.h"
#include "widgets/viewmodels/schema_check.h"

#include <QDialog>

#include <memory>
#include <optional>
#include <string>

class QComboBox;
class QLabel;
class QPushButton;

namespace eventflow::widgets {

class ConfirmationBox;
class Notice;

/// Changes what a registry checks before it takes a new version: of one subject, or of all that have no level
/// of their own. Says first what it is now, what it would be, and whether the newest version would have been
/// taken. In production the target has to be typed. Thread: GUI.
class LevelDialog : public QDialog {
    Q_OBJECT
public:
    /// `newest`: the subject's newest version as a candidate against those before it.
    LevelDialog(std::shared_ptr<feed::Cluster> cluster, viewmodels::SchemaCandidate newest,
                std::optional<std::string> level, QWidget* parent);

    void reject() override;

private:
    using Level = Result<registry::RegistryConfig>;
    using Check = std::shared_ptr<const viewmodels::CandidateCheck>;

    void build();
    void askForGlobalLevel();
    void showPlan();
    void checkNewest();
    void showCheck(const viewmodels::SchemaCandidate& asked, const viewmodels::CandidateCheck& check);
    void change();
    void takeAnswer(const Status& status);
    void updateButton();
    [[nodiscard]] bool isGlobal() const;
    [[nodiscard]] std::optional<std::string> before() const;
    [[nodiscard]] std::string after() const;
    [[nodiscard]] QString whyNot() const;

    const std::shared_ptr<feed::Cluster> m_cluster;
    const viewmodels::SchemaCandidate m_newest;
    const std::optional<std::string> m_level; ///< of the subject; nothing: not known
    std::optional<std::string> m_globalLevel;
    bool m_done = false;
    AsyncCall<Level> m_globalCall;
    AsyncCall<Check> m_checkCall;
    AsyncCall<Status> m_changeCall;
    QComboBox* m_scope;
    QComboBox* m_choice;
    QLabel* m_plan;
    QLabel* m_meaning;
    Notice* m_effect;
    ConfirmationBox* m_confirmation;
    Notice* m_answer;
    QPushButton* m_change;
    QPushButton* m_cancel;
};

} // namespace eventflow::widgets
