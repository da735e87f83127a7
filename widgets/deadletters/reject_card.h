#pragma once

#include "widgets/viewmodels/dead_letter_model.h"

#include <QFrame>

#include <optional>

class QLabel;

namespace eventflow::widgets {

/// What a reason for rejection means and what to do about it. Thread: GUI.
class RejectCard : public QFrame {
    Q_OBJECT
public:
    explicit RejectCard(QWidget* parent = nullptr);

    void setGroup(const std::optional<viewmodels::RejectGroup>& group);

private:
    QLabel* m_title;
    QLabel* m_step;
    QLabel* m_explanation;
    QLabel* m_nextStep;
};

} // namespace eventflow::widgets
