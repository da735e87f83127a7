#pragma once

#include "core/feed/workbench.h"
#include "widgets/common/perspective.h"

#include <map>
#include <memory>
#include <string>

class QLabel;
class QLineEdit;
class QSplitter;
class QTabWidget;
class QTreeView;

namespace eventflow::viewmodels {
class TopicTreeModel;
}

namespace eventflow::widgets {

class MessagesPane;
class SchemaPane;

/// Topics & Schemas: what is being read, how fast and how far; the latest messages of a topic and what they
/// are made of. showItem(topic) chooses a topic. Thread: GUI.
class StreamPerspective : public Perspective {
    Q_OBJECT
public:
    explicit StreamPerspective(feed::Workbench& workbench, QWidget* parent = nullptr);

    void applyFrame(const feed::PipelineDelta& delta) override;
    void showItem(const QString& topic) override;
    void saveState(QSettings& settings) const override;
    void restoreState(QSettings& settings) override;
    void resetLayout() override;

protected:
    void activated() override;

private:
    QWidget* buildTopics();
    QWidget* buildDetail();
    void showSummary(const feed::PipelineDelta& delta);
    void startOver();
    void chooseTopic(const std::string& topic);
    void chooseFirst();
    /// Hides the topics whose name does not contain the filter's text.
    void applyFilter();

    std::uint64_t m_generation = 0;
    std::string m_topic;
    std::map<std::string, std::shared_ptr<const schema::Inference>> m_schemas;
    viewmodels::TopicTreeModel* m_model;
    QLineEdit* m_filter = nullptr;
    QLabel* m_summary = nullptr;
    QTreeView* m_tree = nullptr;
    QSplitter* m_splitter = nullptr;
    QTabWidget* m_tabs = nullptr;
    MessagesPane* m_messages = nullptr;
    SchemaPane* m_schema = nullptr;
};

} // namespace eventflow::widgets
