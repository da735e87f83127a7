#pragma once

#include "core/config/connection.h"
#include "pipelines/kafka/cluster_access.h"
#include "pipelines/kafka/kafka_handle.h"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::admin {

using EventPtr = std::unique_ptr<rd_kafka_event_t, kafka::Release<rd_kafka_event_destroy>>;

/// A client for requests about the cluster itself that change nothing. Thread: confined; every call that
/// takes one blocks for at most about timeout(), so none of them belongs on the GUI thread.
class AdminClient {
public:
    static constexpr std::chrono::milliseconds kDefaultTimeout{10'000};

    /// Connects in the background; errors as of kafka::openReader.
    static Result<AdminClient> open(const kafka::ClusterAccess& access,
                                    std::chrono::milliseconds timeout = kDefaultTimeout);

    [[nodiscard]] rd_kafka_t* get() const { return m_handle.get(); }
    [[nodiscard]] const kafka::KafkaHandle& handle() const { return m_handle; }
    [[nodiscard]] const kafka::ClusterAccess& access() const { return m_access; }
    [[nodiscard]] std::chrono::milliseconds timeout() const { return m_timeout; }

    using Start = std::function<void(const rd_kafka_AdminOptions_t*, rd_kafka_queue_t*)>;
    /// Starts one of librdkafka's admin requests and waits for its result. `what` names the request in
    /// errors.
    [[nodiscard]] Result<EventPtr> call(rd_kafka_admin_op_t operation, std::string_view what,
                                        const Start& start) const;
    /// As call() for many requests at the same time, for those that librdkafka takes one at a time only: a
    /// result for each, in their order.
    [[nodiscard]] std::vector<Result<EventPtr>> callAll(rd_kafka_admin_op_t operation, std::string_view what,
                                                        const std::vector<Start>& starts) const;

    /// The error with what the client itself reported last, when it may be the cause: a refused login.
    [[nodiscard]] Error explained(const Error& error) const;

private:
    friend class ChangeClient;
    AdminClient(kafka::ClusterAccess access, kafka::KafkaHandle handle, std::chrono::milliseconds timeout)
        : m_access(std::move(access)), m_handle(std::move(handle)), m_timeout(timeout) {}

    kafka::ClusterAccess m_access;
    kafka::KafkaHandle m_handle;
    std::chrono::milliseconds m_timeout;
};

/// A client that may also change the cluster. Whatever executes a plan takes one, and there is none without a
/// permit.
class ChangeClient {
public:
    /// InvalidArgument when the permit is one for another connection.
    static Result<ChangeClient> open(const kafka::ClusterAccess& access, const config::WritePermit& permit,
                                     std::chrono::milliseconds timeout = AdminClient::kDefaultTimeout);

    [[nodiscard]] const AdminClient& admin() const { return m_admin; }
    [[nodiscard]] const config::WritePermit& permit() const { return m_permit; }

private:
    ChangeClient(AdminClient admin, config::WritePermit permit)
        : m_admin(std::move(admin)), m_permit(std::move(permit)) {}

    AdminClient m_admin;
    config::WritePermit m_permit;
};

} // namespace eventflow::admin
