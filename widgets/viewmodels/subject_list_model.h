#pragma once

#include <QAbstractListModel>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::viewmodels {

/// A subject's name without its context: `:.staging:orders-value` is orders-value in `.staging`.
struct SubjectName {
    std::string_view context; ///< empty: the default one
    std::string_view name;
};
SubjectName splitSubject(std::string_view subject);

struct Subject {
    std::string name; ///< with its context, as the registry names it
    bool deleted = false;
};
/// Those of `all` that are not in `present` are deleted. Ordered by context, then by name. Thread: any.
std::vector<Subject> mergeSubjects(const std::vector<std::string>& present, std::vector<std::string> all);

/// The subjects of a registry, as far as they match. Filtering is over indexes: thousands while typing.
/// Thread: GUI.
class SubjectListModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role : int { ContextRole = Qt::UserRole + 100, DeletedRole };

    using QAbstractListModel::QAbstractListModel;

    void setSubjects(std::vector<Subject> subjects);
    /// Every word must occur in the name.
    void setFilter(const QString& text);
    void setDeletedShown(bool shown);

    [[nodiscard]] const Subject& subject(int row) const { return m_subjects[m_shown[at(row)]]; }
    /// -1 when it is not shown.
    [[nodiscard]] int rowOf(std::string_view subject) const;
    [[nodiscard]] bool knows(std::string_view subject) const;
    [[nodiscard]] std::size_t total() const { return m_subjects.size(); }
    [[nodiscard]] std::size_t deletedTotal() const { return m_deleted; }

    int rowCount(const QModelIndex& parent = {}) const override;
    /// The name without its context; RecordIdRole: the whole name.
    QVariant data(const QModelIndex& index, int role) const override;

private:
    static std::size_t at(int row) { return static_cast<std::size_t>(row); }
    void refilter();

    std::vector<Subject> m_subjects;
    std::vector<std::uint32_t> m_shown;
    std::vector<std::string> m_words;
    std::size_t m_deleted = 0;
    bool m_deletedShown = false;
};

} // namespace eventflow::viewmodels
