#pragma once

#include "core/admin/change_request.h"
#include "widgets/common/async_call.h"

#include <QDialog>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace eventflow::widgets {

/// Asks where a group shall go on reading, and in which topic. Thread: GUI.
class ResetDialog : public QDialog {
    Q_OBJECT
public:
    ResetDialog(const std::string& group, const std::vector<std::string>& topics, QWidget* parent = nullptr);

    [[nodiscard]] admin::ResetOffsets request() const;

private:
    using Target = Result<admin::ResetTarget>;
    void validate();
    void chooseFile();
    /// What was typed, if it can be told without reading a file.
    [[nodiscard]] Target typedTarget() const;
    void showTarget(Target target);

    std::string m_group;
    QComboBox* m_kind;
    QLineEdit* m_value;
    QPushButton* m_browse;
    QComboBox* m_topic;
    QLabel* m_hint;
    QLabel* m_problem;
    QPushButton* m_next = nullptr;
    std::optional<admin::ResetTarget> m_target;
    AsyncCall<Target> m_reading; ///< of the file
};

} // namespace eventflow::widgets
