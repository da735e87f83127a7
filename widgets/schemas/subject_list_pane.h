#pragma once

#include "core/feed/cluster.h"
#include "widgets/common/async_call.h"
#include "widgets/viewmodels/subject_list_model.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <string>
#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QListView;
class QStackedLayout;

namespace eventflow::widgets {

class EmptyState;

/// The subjects of a registry: filtered as one types, deleted ones on request, contexts as a prefix.
/// Thread: GUI.
class SubjectListPane : public QWidget {
    Q_OBJECT
public:
    explicit SubjectListPane(QWidget* parent = nullptr);

    /// A cluster that has a registry, or nullptr.
    void setCluster(const std::shared_ptr<feed::Cluster>& cluster);
    void reload();
    /// Chooses the subject, now or as soon as the list is there. An unknown one changes nothing.
    void choose(const std::string& subject);
    void setDeletedShown(bool shown);
    [[nodiscard]] bool isDeletedShown() const;

    [[nodiscard]] QListView& list() { return *m_list; }
    [[nodiscard]] QLineEdit& filter() { return *m_filter; }

Q_SIGNALS:
    /// Empty: none is.
    void chosen(const std::string& subject);
    void deletedShown(bool shown);

private:
    using Subjects = Result<std::vector<viewmodels::Subject>>;

    QWidget* buildBar();
    void show(Subjects subjects);
    /// The chosen subject again, after the rows were replaced.
    void reselect();
    void updateSummary();
    void updateEmpty();

    std::shared_ptr<feed::Cluster> m_cluster;
    AsyncCall<Subjects> m_call;
    std::string m_chosen;
    std::string m_wanted; ///< to be chosen when the list arrives
    bool m_loaded = false;
    std::optional<Error> m_error;
    bool m_replacing = false;
    viewmodels::SubjectListModel* m_model;
    QLineEdit* m_filter;
    QCheckBox* m_deleted;
    QLabel* m_summary;
    QListView* m_list;
    EmptyState* m_empty;
    QStackedLayout* m_stack = nullptr;
};

} // namespace eventflow::widgets
