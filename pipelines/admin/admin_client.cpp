#include "pipelines/admin/admin_client.h"

#include "pipelines/kafka/cluster_queries.h"
#include "pipelines/kafka/kafka_error.h"

#include <array>
#include <cstdint>
#include <utility>

namespace eventflow::admin {
namespace {

using Clock = std::chrono::steady_clock;
using OptionsPtr = std::unique_ptr<rd_kafka_AdminOptions_t, kafka::Release<rd_kafka_AdminOptions_destroy>>;

/// What the library itself needs to say that a request has timed out.
constexpr std::chrono::milliseconds kGrace{1000};

OptionsPtr makeOptions(rd_kafka_t* client, rd_kafka_admin_op_t operation, std::chrono::milliseconds timeout) {
    OptionsPtr options(rd_kafka_AdminOptions_new(client, operation));
    std::array<char, 256> reason{};
    // It can only refuse what is out of range, and then its own default will do.
    rd_kafka_AdminOptions_set_request_timeout(options.get(), static_cast<int>(timeout.count()), reason.data(),
                                              reason.size());
    return options;
}

Error timedOut(std::string_view what, std::chrono::milliseconds timeout) {
    return {ErrorCode::Unavailable,
            std::string(what) + ": no answer within " + std::to_string(timeout.count()) + " ms"};
}

} // namespace

Result<AdminClient> AdminClient::open(const kafka::ClusterAccess& access, std::chrono::milliseconds timeout) {
    auto handle = kafka::openReader(access);
    if (!handle) return handle.error();
    return AdminClient(access, std::move(*handle), timeout);
}

Error AdminClient::explained(const Error& error) const {
    rd_kafka_poll(get(), 0);
    return kafka::withCause(m_handle, error);
}

Result<EventPtr> AdminClient::call(rd_kafka_admin_op_t operation, std::string_view what,
                                   const Start& start) const {
    return std::move(callAll(operation, what, {start}).front());
}

std::vector<Result<EventPtr>> AdminClient::callAll(rd_kafka_admin_op_t operation, std::string_view what,
                                                   const std::vector<Start>& starts) const {
    const kafka::QueuePtr queue(rd_kafka_queue_new(get()));
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const OptionsPtr options = makeOptions(get(), operation, m_timeout);
        rd_kafka_AdminOptions_set_opaque(options.get(),
                                         reinterpret_cast<void*>(static_cast<std::uintptr_t>(i)));
        starts[i](options.get(), queue.get());
    }
    std::vector<Result<EventPtr>> results;
    for (std::size_t i = 0; i < starts.size(); ++i)
        results.emplace_back(timedOut(what, m_timeout));
    const auto deadline = Clock::now() + m_timeout + kGrace;
    for (std::size_t waiting = starts.size(); waiting > 0; --waiting) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        EventPtr event(left > 0 ? rd_kafka_queue_poll(queue.get(), static_cast<int>(left)) : nullptr);
        if (!event) break;
        auto& result = results[reinterpret_cast<std::uintptr_t>(rd_kafka_event_opaque(event.get()))];
        const auto error = rd_kafka_event_error(event.get());
        if (error == RD_KAFKA_RESP_ERR_NO_ERROR)
            result = std::move(event);
        else
            result = explained(kafka::toError(error, what, rd_kafka_event_error_string(event.get())));
    }
    return results;
}

Result<ChangeClient> ChangeClient::open(const kafka::ClusterAccess& access, const config::WritePermit& permit,
                                        std::chrono::milliseconds timeout) {
    if (permit.connection() != access.name)
        return Error{ErrorCode::InvalidArgument, "the permit to write is for the connection \"" +
                                                     permit.connection() + "\", not for \"" + access.name +
                                                     '"'};
    auto handle = kafka::openAdmin(access, permit);
    if (!handle) return handle.error();
    return ChangeClient(AdminClient(access, std::move(*handle), timeout), permit);
}

} // namespace eventflow::admin
