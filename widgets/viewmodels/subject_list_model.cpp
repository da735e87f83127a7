#include "widgets/viewmodels/subject_list_model.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/roles.h"

#include <algorithm>
#include <tuple>

namespace eventflow::viewmodels {

SubjectName splitSubject(std::string_view subject) {
    if (!subject.starts_with(":.")) return {{}, subject};
    const std::size_t end = subject.find(':', 1);
    if (end == std::string_view::npos) return {{}, subject};
    return {subject.substr(1, end - 1), subject.substr(end + 1)};
}

std::vector<Subject> mergeSubjects(const std::vector<std::string>& present, std::vector<std::string> all) {
    std::vector<std::string_view> kept(present.begin(), present.end());
    std::ranges::sort(kept);
    std::vector<Subject> subjects;
    subjects.reserve(all.size());
    for (std::string& name : all) {
        const bool deleted = !std::ranges::binary_search(kept, name);
        subjects.push_back({std::move(name), deleted});
    }
    std::ranges::sort(subjects, [](const Subject& a, const Subject& b) {
        const auto [contextA, nameA] = splitSubject(a.name);
        const auto [contextB, nameB] = splitSubject(b.name);
        return std::tie(contextA, nameA) < std::tie(contextB, nameB);
    });
    return subjects;
}

void SubjectListModel::setSubjects(std::vector<Subject> subjects) {
    beginResetModel();
    m_subjects = std::move(subjects);
    m_deleted = static_cast<std::size_t>(std::ranges::count_if(m_subjects, &Subject::deleted));
    refilter();
    endResetModel();
}

void SubjectListModel::setFilter(const QString& text) {
    std::vector<std::string> words;
    const auto parts = text.split(u' ', Qt::SkipEmptyParts);
    for (const QString& part : parts)
        words.push_back(part.toStdString());
    if (words == m_words) return;
    beginResetModel();
    m_words = std::move(words);
    refilter();
    endResetModel();
}

void SubjectListModel::setDeletedShown(bool shown) {
    if (shown == m_deletedShown) return;
    beginResetModel();
    m_deletedShown = shown;
    refilter();
    endResetModel();
}

void SubjectListModel::refilter() {
    m_shown.clear();
    for (std::uint32_t i = 0; i < m_subjects.size(); ++i) {
        const Subject& subject = m_subjects[i];
        if (subject.deleted && !m_deletedShown) continue;
        if (std::ranges::all_of(m_words,
                                [&](const std::string& word) { return containsWord(subject.name, word); }))
            m_shown.push_back(i);
    }
}

int SubjectListModel::rowOf(std::string_view subject) const {
    for (std::size_t row = 0; row < m_shown.size(); ++row)
        if (m_subjects[m_shown[row]].name == subject) return static_cast<int>(row);
    return -1;
}

bool SubjectListModel::knows(std::string_view subject) const {
    return std::ranges::find(m_subjects, subject, &Subject::name) != m_subjects.end();
}

int SubjectListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant SubjectListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Subject& one = subject(index.row());
    const auto [context, name] = splitSubject(one.name);
    switch (role) {
    case Qt::DisplayRole:
        return oneLine(name);
    case Qt::AccessibleTextRole:
        return one.deleted ? tr("%1, deleted").arg(oneLine(one.name)) : oneLine(one.name);
    case Qt::ToolTipRole:
    case SortRole:
        return oneLine(one.name);
    case RecordIdRole:
        return fromUtf8(one.name);
    case ContextRole:
        return oneLine(context);
    case DeletedRole:
    case MutedRole:
        return one.deleted;
    default:
        return {};
    }
}

} // namespace eventflow::viewmodels
