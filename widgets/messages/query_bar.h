#pragma once

#include "widgets/viewmodels/browse_query.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace eventflow::widgets {

class FilterEdit;
class WordCompleter;

/// What to read and what of it to show. Enter in any field loads. Thread: GUI.
class QueryBar : public QWidget {
    Q_OBJECT
public:
    explicit QueryBar(QWidget* parent);

    /// Nothing when a field is wrong: which one and why is said below it.
    [[nodiscard]] std::optional<viewmodels::BrowseQuery> query();
    void setTopics(const std::vector<std::string>& topics, const std::vector<std::int32_t>& partitions);
    void setPartitions(const std::vector<std::int32_t>& partitions);
    void setPlace(viewmodels::BrowsePlace place, const QString& value);
    void setSearch(const QString& text);
    void clearFilters();
    void setSpan(const std::optional<viewmodels::TimeSpan>& span);
    /// Names to complete topics by.
    void setTopicNames(const QStringList& names);
    void setFilterWords(const QStringList& words);
    /// Offers to stop rather than to load.
    void setBusy(bool busy);

    [[nodiscard]] QLineEdit& topicEdit() { return *m_topics; }
    [[nodiscard]] FilterEdit& filterEdit() { return *m_filter; }
    [[nodiscard]] viewmodels::BrowsePlace place() const;
    [[nodiscard]] QString placeValue() const;

Q_SIGNALS:
    void loadRequested();
    void stopRequested();

private:
    [[nodiscard]] QLayout* buildFirstRow();
    [[nodiscard]] QLayout* buildSecondRow();
    QLineEdit* addEdit(const QString& name, const QString& placeholder, int digits);
    void updatePlace();
    void updateKey();
    void showCheck();
    bool readPlace(viewmodels::BrowseQuery& query);
    void refuse(const QString& why);

    QLineEdit* m_topics;
    WordCompleter* m_completer = nullptr;
    QLineEdit* m_partitions = nullptr;
    QComboBox* m_place = nullptr;
    QLineEdit* m_value = nullptr;
    QToolButton* m_spanChip = nullptr;
    QPushButton* m_load = nullptr;
    QPushButton* m_stop = nullptr;
    FilterEdit* m_filter = nullptr;
    QLineEdit* m_search = nullptr;
    QLineEdit* m_key = nullptr;
    QComboBox* m_partitioner = nullptr;
    QLabel* m_cost = nullptr;
    QLabel* m_fault = nullptr;
    std::optional<viewmodels::TimeSpan> m_span;
};

} // namespace eventflow::widgets
