#pragma once

#include "core/feed/cluster.h"
#include "widgets/common/async_call.h"
#include "widgets/viewmodels/schema_versions.h"

#include <QObject>

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace eventflow::widgets {

/// Reads the chosen subject from the registry, one version after the other, newest first; what is asked for
/// comes before. What has been read stays until another subject is chosen. Thread: GUI; calls run elsewhere.
class SubjectReader : public QObject {
    Q_OBJECT
public:
    /// More versions are opened only when they are asked for.
    static constexpr std::size_t kMaxOpenedUnasked = 100;

    using QObject::QObject;

    /// nullptr: none, or one without a registry.
    void setCluster(const std::shared_ptr<feed::Cluster>& cluster);
    [[nodiscard]] const std::shared_ptr<feed::Cluster>& cluster() const { return m_cluster; }
    /// Empty: none.
    void choose(const std::string& subject);
    /// Asks for the versions, level and mode again; opened versions never change.
    void reload();
    /// Opens this version next.
    void want(int version);

    [[nodiscard]] const std::string& subject() const { return m_subject; }
    /// Null until they are known.
    [[nodiscard]] const viewmodels::SubjectFacts* facts() const { return m_facts ? &*m_facts : nullptr; }
    /// Why the facts could not be had.
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    /// nullptr: not opened yet.
    [[nodiscard]] std::shared_ptr<const viewmodels::OpenedSchema> opened(int version) const;
    /// Versions that are not deleted, oldest first, that are opened and parsed.
    [[nodiscard]] std::vector<std::shared_ptr<const viewmodels::OpenedSchema>> parsedVersions() const;
    /// Of the newest version that is not deleted; 0: none.
    [[nodiscard]] int latest() const;

Q_SIGNALS:
    void subjectChanged();
    /// facts() or error() are there, anew or again.
    void factsChanged();
    void versionOpened(int version);

private:
    using Facts = Result<viewmodels::SubjectFacts>;
    using Opened = std::shared_ptr<const viewmodels::OpenedSchema>;

    void openNext();
    [[nodiscard]] std::optional<int> nextVersion() const;

    std::shared_ptr<feed::Cluster> m_cluster;
    std::string m_subject;
    std::optional<viewmodels::SubjectFacts> m_facts;
    std::optional<Error> m_error;
    std::optional<int> m_wanted;
    std::map<int, Opened> m_opened;
    AsyncCall<Facts> m_factsCall;
    AsyncCall<Opened> m_openCall;
};

} // namespace eventflow::widgets
