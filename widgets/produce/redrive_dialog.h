#pragma once

#include "widgets/produce/write_dialog.h"

#include <string>
#include <vector>

class QLineEdit;
class QSpinBox;

namespace eventflow::widgets {

/// Sends dead letters back to the topics they came from. Thread: GUI.
class RedriveDialog : public WriteDialog {
    Q_OBJECT
public:
    RedriveDialog(std::shared_ptr<feed::Cluster> cluster, std::string deadLetterTopic,
                  std::vector<admin::OwnedRecord> letters, QWidget* parent);

protected:
    [[nodiscard]] QString problem() const override;
    [[nodiscard]] admin::ChangeRequest request() const override;

private:
    const std::string m_deadLetterTopic;
    const std::vector<admin::OwnedRecord> m_letters;
    QSpinBox* m_attempts;
    QLineEdit* m_headers = nullptr;
    QLineEdit* m_fallback = nullptr;
};

} // namespace eventflow::widgets
