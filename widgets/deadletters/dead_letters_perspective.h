#pragma once

#include "core/feed/workbench.h"
#include "widgets/common/perspective.h"
#include "widgets/viewmodels/dead_letter_model.h"

class QSplitter;
class QTableView;

namespace eventflow::widgets {

class LettersPane;
class RejectCard;

/// Dead letters: what was rejected, by step and reason, what that means, and the original bytes.
/// showItem("decode/malformed_json") chooses a group, showItem("decode") the first one of a step. Thread:
/// GUI.
class DeadLettersPerspective : public Perspective {
    Q_OBJECT
public:
    explicit DeadLettersPerspective(feed::Workbench& workbench, QWidget* parent = nullptr);

    void applyFrame(const feed::PipelineDelta& delta) override;
    void showItem(const QString& group) override;
    void saveState(QSettings& settings) const override;
    void restoreState(QSettings& settings) override;
    void resetLayout() override;

protected:
    void activated() override;

private:
    QWidget* buildGroups();
    void chooseGroup(int row);
    void chooseFirst();

    std::uint64_t m_generation = 0;
    viewmodels::DeadLetterGroupModel* m_model;
    QTableView* m_groups = nullptr;
    RejectCard* m_card = nullptr;
    LettersPane* m_letters;
    QSplitter* m_splitter;
};

} // namespace eventflow::widgets
