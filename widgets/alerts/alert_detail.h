#pragma once

#include "core/feed/workbench.h"
#include "core/model/alert.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QLabel;
class QListView;
class QPlainTextEdit;
class QVBoxLayout;

namespace eventflow::viewmodels {
class TransitionModel;
struct TransitionRow;
} // namespace eventflow::viewmodels

namespace eventflow::widgets {

class NameValueGrid;

/// One alert: what it says, its labels, the rule behind it and how it came to its present state. Thread: GUI.
class AlertDetail : public QWidget {
    Q_OBJECT
public:
    explicit AlertDetail(QWidget* parent = nullptr);

    /// nullptr: nothing is chosen.
    void setAlert(std::shared_ptr<const Alert> alert, const std::optional<feed::RuleText>& rule);
    void setTransitions(std::vector<viewmodels::TransitionRow> newestFirst);
    /// Why the stored history is missing; empty: it is not.
    void setHistoryError(const QString& error);

    [[nodiscard]] QListView& timeline() { return *m_timeline; }

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* buildContent();
    void addSection(QVBoxLayout& layout, const QString& title, QWidget* widget);
    void showHead();
    void showRule(const std::optional<feed::RuleText>& rule);

    std::shared_ptr<const Alert> m_alert;
    QWidget* m_content = nullptr;
    QWidget* m_nothing = nullptr;
    QLabel* m_icon = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_state = nullptr;
    QLabel* m_summary = nullptr;
    NameValueGrid* m_facts = nullptr;
    NameValueGrid* m_labels = nullptr;
    QLabel* m_annotationsTitle = nullptr;
    NameValueGrid* m_annotations = nullptr;
    NameValueGrid* m_rule = nullptr;
    QPlainTextEdit* m_expression = nullptr;
    QLabel* m_historyError = nullptr;
    QListView* m_timeline = nullptr;
    viewmodels::TransitionModel* m_transitions;
};

} // namespace eventflow::widgets
