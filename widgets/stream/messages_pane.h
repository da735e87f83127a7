#pragma once

#include "core/feed/pipeline_delta.h"
#include "widgets/viewmodels/record_log.h"

#include <QWidget>

#include <map>
#include <string>
#include <vector>

class QSplitter;
class QStackedLayout;

namespace eventflow::viewmodels {
class MessageModel;
}

namespace eventflow::widgets {

class EmptyState;
class RecordInspector;
class RecordList;

/// The latest messages of one topic beside the one that is chosen. While a message is chosen the list stands
/// still and says how many came since. Thread: GUI.
class MessagesPane : public QWidget {
    Q_OBJECT
public:
    explicit MessagesPane(QWidget* parent = nullptr);

    void clear();
    /// `totalRecords`: how many the topic has had so far; empty topic: none is chosen.
    void setTopic(const std::string& topic, std::uint64_t totalRecords);
    /// Takes in the records of every topic.
    void append(const std::map<std::string, std::vector<feed::RecordPreview>>& records);
    void setTotal(std::uint64_t totalRecords);

    [[nodiscard]] RecordList& list() { return *m_list; }
    [[nodiscard]] RecordInspector& inspector() { return *m_inspector; }
    [[nodiscard]] QSplitter& splitter() { return *m_splitter; }

private:
    void choose(int row);
    void updateBadge();
    void updateEmpty();

    std::string m_topic;
    std::uint64_t m_total = 0;
    std::uint64_t m_totalAtHold = 0;
    bool m_held = false;
    viewmodels::RecordLog m_log;
    viewmodels::MessageModel* m_model;
    RecordList* m_list;
    QSplitter* m_splitter;
    QStackedLayout* m_stack = nullptr;
    EmptyState* m_empty;
    RecordInspector* m_inspector;
};

} // namespace eventflow::widgets
