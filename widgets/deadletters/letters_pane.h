#pragma once

#include "core/feed/workbench.h"
#include "widgets/viewmodels/dead_letter_model.h"

#include <QFutureWatcher>
#include <QWidget>

#include <map>
#include <optional>
#include <vector>

class QLabel;
class QSplitter;

namespace eventflow::widgets {

class RecordInspector;
class RecordList;

/// The dead letters of one step and reason, the stored and the latest, above the one that is chosen.
/// While a letter is chosen the list stands still. Thread: GUI. Lifetime: the workbench outlives the pane.
class LettersPane : public QWidget {
    Q_OBJECT
public:
    static constexpr std::size_t kStoredLimit = 500;

    explicit LettersPane(feed::Workbench& workbench, QWidget* parent = nullptr);
    ~LettersPane() override;

    void clear();
    void setGroup(const std::optional<viewmodels::RejectGroup>& group);
    void append(const std::vector<feed::DeadLetterPreview>& letters);

    [[nodiscard]] RecordList& list() { return *m_list; }
    [[nodiscard]] RecordInspector& inspector() { return *m_inspector; }
    [[nodiscard]] QSplitter& splitter() { return *m_splitter; }

private:
    using Stored = Result<std::vector<feed::DeadLetterPreview>>;
    void queryStored();
    void takeStored();
    void choose(int row);
    void updateBadge();

    feed::Workbench& m_workbench;
    std::optional<viewmodels::RejectGroup> m_group;
    std::optional<viewmodels::RejectGroup> m_queried; ///< what the running query asks for
    QString m_queryError;
    viewmodels::DeadLetterLog m_log;
    QFutureWatcher<std::shared_ptr<const Stored>> m_query;
    viewmodels::DeadLetterModel* m_model;
    RecordList* m_list;
    QLabel* m_reason;
    RecordInspector* m_inspector;
    QSplitter* m_splitter;
};

} // namespace eventflow::widgets
