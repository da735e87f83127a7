#pragma once

#include "widgets/viewmodels/masking.h"

#include <QToolButton>

#include <memory>

namespace eventflow::widgets {

/// Says whether anything is masked, and opens the rules. Thread: GUI.
class MaskingButton : public QToolButton {
    Q_OBJECT
public:
    using Rules = std::shared_ptr<const viewmodels::MaskingRules>;

    explicit MaskingButton(QWidget* parent);

    [[nodiscard]] const Rules& rules() const { return m_rules; }
    void setRules(Rules rules);

Q_SIGNALS:
    /// rules() are others now.
    void rulesChanged();

private:
    void edit();

    Rules m_rules;
};

} // namespace eventflow::widgets
