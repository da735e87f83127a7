#include "pipelines/kafka/kafka_events.h"

#include <algorithm>
#include <utility>

namespace eventflow::kafka {
namespace {

constexpr int kSeverityError = 3;

} // namespace

void KafkaEvents::addLog(int severity, std::string_view facility, std::string_view text) {
    std::string line(facility.substr(0, 32));
    line += ": ";
    line += text.substr(0, kMaxTextBytes);
    const std::lock_guard lock(m_mutex);
    append(severity, std::move(line));
}

void KafkaEvents::addError(Error error) {
    error.detail.resize(std::min(error.detail.size(), kMaxTextBytes));
    const std::lock_guard lock(m_mutex);
    append(kSeverityError, error.detail);
    const bool keepCause = m_lastError && m_lastError->code == ErrorCode::PermissionDenied;
    if (!keepCause) m_lastError = std::move(error);
    m_inDoubt.store(true, std::memory_order_relaxed);
}

std::vector<KafkaEvents::Entry> KafkaEvents::recent() const {
    const std::lock_guard lock(m_mutex);
    return {m_entries.begin(), m_entries.end()};
}

std::uint64_t KafkaEvents::suppressed() const {
    const std::lock_guard lock(m_mutex);
    return m_suppressed;
}

std::optional<Error> KafkaEvents::lastError() const {
    const std::lock_guard lock(m_mutex);
    const bool loginFailed = m_lastError && m_lastError->code == ErrorCode::PermissionDenied;
    return m_tokenFailure && !loginFailed ? m_tokenFailure : m_lastError;
}

void KafkaEvents::setTokenState(const Status& status) {
    const std::lock_guard lock(m_mutex);
    m_tokenFailure.reset();
    if (!status) m_tokenFailure = Error{ErrorCode::PermissionDenied, "no token: " + status.error().detail};
}

void KafkaEvents::addThrottle(std::int32_t broker, std::chrono::milliseconds delay) {
    if (delay.count() <= 0) return;
    m_throttledMs.fetch_add(delay.count(), std::memory_order_relaxed);
    const std::lock_guard lock(m_mutex);
    if (m_throttles.size() < kMaxThrottlingBrokers || m_throttles.contains(broker))
        m_throttles[broker] = {std::chrono::steady_clock::now(), delay};
}

std::optional<KafkaEvents::Throttle> KafkaEvents::throttleOf(std::int32_t broker) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_throttles.find(broker);
    return found == m_throttles.end() ? std::nullopt : std::optional(found->second);
}

void KafkaEvents::markConnected() {
    // The common case costs one relaxed load: this is called for every batch.
    if (!inDoubt()) return;
    const std::lock_guard lock(m_mutex);
    m_lastError.reset();
    m_inDoubt.store(false, std::memory_order_relaxed);
}

void KafkaEvents::append(int severity, std::string text) {
    if (!m_entries.empty() && m_entries.back().text == text) {
        ++m_entries.back().count;
        return;
    }
    if (!admit()) {
        ++m_suppressed;
        return;
    }
    if (m_entries.size() == kMaxEntries) {
        m_entries.pop_front();
        ++m_suppressed;
    }
    m_entries.push_back({severity, std::move(text), 1});
}

bool KafkaEvents::admit() {
    const auto now = std::chrono::steady_clock::now();
    if (now - m_secondStart >= std::chrono::seconds(1)) {
        m_secondStart = now;
        m_inSecond = 0;
    }
    return ++m_inSecond <= kMaxEntriesPerSecond;
}

} // namespace eventflow::kafka
