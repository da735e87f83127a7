#pragma once

#include "widgets/common/perspective.h"

class QSplitter;

namespace eventflow::feed {
class Workbench;
}

namespace eventflow::widgets {

class SubjectListPane;
class SubjectReader;
class SubjectView;

/// Schemas of the registry of the connected cluster: subjects, versions, what changed and what it breaks.
/// showItem(subject) chooses a subject. Nothing is asked for before the perspective is looked at.
/// Thread: GUI.
class SchemasPerspective : public Perspective {
    Q_OBJECT
public:
    explicit SchemasPerspective(feed::Workbench& workbench, QWidget* parent = nullptr);

    void applyFrame(const feed::PipelineDelta&) override {}
    void setCluster(const std::shared_ptr<feed::Cluster>& cluster) override;
    void showItem(const QString& subject) override;
    void saveState(QSettings& settings) const override;
    void restoreState(QSettings& settings) override;
    void resetLayout() override;

protected:
    void activated() override;

private:
    void updateEmpty();

    std::shared_ptr<feed::Cluster> m_cluster;
    bool m_outdated = false; ///< the panes do not know the cluster yet
    SubjectReader* m_reader;
    SubjectListPane* m_subjects;
    SubjectView* m_view;
    QSplitter* m_splitter;
};

} // namespace eventflow::widgets
