#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace eventflow::admin {

enum class CheckStep : std::uint8_t { Addresses, Network, Tls, Login, Metadata, Permissions };
enum class CheckState : std::uint8_t {
    Passed,
    Warning, ///< it works, with something that will hurt
    Failed,
    Skipped, ///< does not apply, or an earlier step failed
};
const char* toString(CheckStep step);
const char* toString(CheckState state);

/// How one step ended, in words for a person. Holds no secret.
struct CheckResult {
    CheckStep step{};
    CheckState state = CheckState::Skipped;
    std::string summary;
    std::vector<std::string> details; ///< a line each: addresses, certificates, brokers
    std::chrono::milliseconds spent{};
};

enum class Access : std::uint8_t {
    Allowed,
    Denied,
    Unknown, ///< no answer in time, or the broker does not know the request
};

/// One thing the program does on a cluster, and whether this login may.
struct Capability {
    std::string name;       ///< `Read topic "orders"`
    std::string permission; ///< the permission as Kafka names it: `Read on Topic:orders`
    Access access = Access::Unknown;
    std::string consequence; ///< what is missing without it
    std::string reason;      ///< what the broker said, when not Allowed
};

struct ConnectionReport {
    std::vector<CheckResult> steps;       ///< every step, in order
    std::vector<Capability> capabilities; ///< empty when the login failed
    [[nodiscard]] bool connected() const;
};

} // namespace eventflow::admin
