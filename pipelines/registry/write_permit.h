#pragma once

#include <string>
#include <utility>

namespace eventflow::registry {

/// Proof that somebody decided that this registry may be written to. Made in one place, where a profile that
/// allows writes is opened; nothing that a read-only profile reaches has one, so it cannot make a writer.
class WritePermit {
public:
    /// `grantedBy`: the profile or command that allows it, for the audit log.
    explicit WritePermit(std::string grantedBy) : m_grantedBy(std::move(grantedBy)) {}
    [[nodiscard]] const std::string& grantedBy() const { return m_grantedBy; }

private:
    std::string m_grantedBy;
};

} // namespace eventflow::registry
