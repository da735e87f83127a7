#pragma once

#include <memory>
#include <set>
#include <string>

namespace eventflow::testing {

/// What the contract of the REST API lets registries differ in.
enum class Deviation {
    NoModes,            ///< modes are neither told nor set
    LevelsAlwaysInherit ///< a subject without a level of its own always tells the global one
};

/// A registry to run the contract against. Two programs link the same tests: one with the fake, one with a
/// real registry.
class RegistryUnderTest {
public:
    RegistryUnderTest() = default;
    RegistryUnderTest(const RegistryUnderTest&) = delete;
    RegistryUnderTest& operator=(const RegistryUnderTest&) = delete;
    virtual ~RegistryUnderTest() = default;

    /// Starts it. Nothing when it does not start; `unavailable` says why when it cannot be had on this
    /// machine.
    static std::unique_ptr<RegistryUnderTest> start(std::string& unavailable);

    [[nodiscard]] virtual std::string url() const = 0;
    [[nodiscard]] bool has(Deviation deviation) const { return m_deviations.contains(deviation); }

protected:
    std::set<Deviation> m_deviations;
};

} // namespace eventflow::testing
