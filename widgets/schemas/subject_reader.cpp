#include "widgets/schemas/subject_reader.h"

namespace eventflow::widgets {

using namespace viewmodels;

void SubjectReader::setCluster(const std::shared_ptr<feed::Cluster>& cluster) {
    choose({});
    m_cluster = cluster;
}

void SubjectReader::choose(const std::string& subject) {
    if (subject == m_subject) return;
    m_factsCall.cancel();
    m_openCall.cancel();
    m_subject = subject;
    m_facts.reset();
    m_error.reset();
    m_wanted.reset();
    m_opened.clear();
    Q_EMIT subjectChanged();
    reload();
}

void SubjectReader::reload() {
    if (m_subject.empty() || m_cluster == nullptr) return;
    m_factsCall.start([cluster = m_cluster, subject = m_subject](
                          std::stop_token) { return loadSubjectFacts(*cluster->registry(), subject); },
                      [this](Facts facts) {
                          m_error.reset();
                          if (facts)
                              m_facts = std::move(*facts);
                          else
                              m_error = facts.error();
                          Q_EMIT factsChanged();
                          if (!m_openCall.isRunning()) openNext();
                      });
}

void SubjectReader::want(int version) {
    if (m_opened.contains(version)) return;
    m_wanted = version;
    if (!m_openCall.isRunning()) openNext();
}

std::optional<int> SubjectReader::nextVersion() const {
    if (m_wanted && !m_opened.contains(*m_wanted)) return m_wanted;
    if (!m_facts || m_opened.size() >= kMaxOpenedUnasked) return std::nullopt;
    for (const auto& mark : m_facts->versions)
        if (!m_opened.contains(mark.version)) return mark.version;
    return std::nullopt;
}

void SubjectReader::openNext() {
    const auto version = nextVersion();
    if (!version || m_cluster == nullptr) return;
    m_openCall.start(
        [cluster = m_cluster, subject = m_subject, version = *version](std::stop_token) {
            return std::make_shared<const OpenedSchema>(openSchema(*cluster->registry(), subject, version));
        },
        [this, version = *version](Opened opened) {
            m_opened[version] = std::move(opened);
            openNext();
            Q_EMIT versionOpened(version);
        });
}

std::shared_ptr<const OpenedSchema> SubjectReader::opened(int version) const {
    const auto found = m_opened.find(version);
    return found == m_opened.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<const OpenedSchema>> SubjectReader::parsedVersions() const {
    std::vector<Opened> parsed;
    if (!m_facts) return parsed;
    for (auto mark = m_facts->versions.rbegin(); mark != m_facts->versions.rend(); ++mark)
        if (Opened one = mark->deleted ? nullptr : opened(mark->version); one != nullptr && one->parsed)
            parsed.push_back(std::move(one));
    return parsed;
}

int SubjectReader::latest() const {
    if (m_facts)
        for (const auto& mark : m_facts->versions)
            if (!mark.deleted) return mark.version;
    return 0;
}

} // namespace eventflow::widgets
