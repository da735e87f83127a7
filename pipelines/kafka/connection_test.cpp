#include "pipelines/kafka/connection_test.h"

#include "pipelines/kafka/cluster_queries.h"
#include "pipelines/kafka/network_probe.h"
#include "pipelines/kafka/tls_probe.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <span>
#include <utility>

namespace eventflow::kafka {

using admin::Access;
using admin::Capability;
using admin::CheckResult;
using admin::CheckState;
using admin::CheckStep;
using admin::ConnectionReport;
using admin::TopicInfo;

namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr int kExpiresSoonDays = 14;
constexpr std::size_t kMaxTopics = 5;
constexpr std::size_t kMaxBrokersTried = 20;

struct Broker {
    int id = 0;
    Endpoint advertised;
};

std::string upperProperty(const Properties& properties, const char* name) {
    const auto found = properties.find(name);
    std::string text = found == properties.end() ? std::string() : found->second;
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

class ConnectionTest {
public:
    ConnectionTest(const ClusterAccess& access, const ConnectionTestOptions& options)
        : m_access(access),
          m_options(options),
          m_protocol(upperProperty(access.properties, "security.protocol")) {}

    ConnectionReport run();

private:
    // Each fills its result and says whether the next step makes sense.
    bool checkAddresses(CheckResult& result);
    bool checkNetwork(CheckResult& result);
    bool checkTls(CheckResult& result);
    bool checkLogin(CheckResult& result);
    bool checkMetadata(CheckResult& result);
    bool checkPermissions(CheckResult& result);

    [[nodiscard]] bool usesTls() const { return m_protocol.find("SSL") != std::string::npos; }
    [[nodiscard]] bool usesSasl() const { return m_protocol.starts_with("SASL"); }
    [[nodiscard]] std::string mechanism() const;
    [[nodiscard]] std::string adviceOnSilence() const;
    [[nodiscard]] std::vector<Broker> brokers() const;
    [[nodiscard]] std::vector<TopicInfo> topicsToProbe() const;

    const ClusterAccess& m_access;
    const ConnectionTestOptions& m_options;
    const std::string m_protocol;
    ConnectionReport m_report;
    std::vector<Endpoint> m_bootstrap; ///< as written
    std::vector<Endpoint> m_reachable; ///< of these, those where something listens
    std::optional<KafkaHandle> m_handle;
    std::vector<TopicInfo> m_topics;
};

ConnectionReport ConnectionTest::run() {
    using Check = bool (ConnectionTest::*)(CheckResult&);
    constexpr std::pair<CheckStep, Check> kChecks[] = {
        {CheckStep::Addresses, &ConnectionTest::checkAddresses},
        {CheckStep::Network, &ConnectionTest::checkNetwork},
        {CheckStep::Tls, &ConnectionTest::checkTls},
        {CheckStep::Login, &ConnectionTest::checkLogin},
        {CheckStep::Metadata, &ConnectionTest::checkMetadata},
        {CheckStep::Permissions, &ConnectionTest::checkPermissions}};
    bool going = true;
    for (const auto& [step, check] : kChecks) {
        CheckResult result;
        result.step = step;
        const auto start = Clock::now();
        going = going && !m_options.stop.stop_requested();
        if (going)
            going = (this->*check)(result);
        else
            result.summary =
                m_options.stop.stop_requested() ? "cancelled" : "not tried: an earlier step failed";
        result.spent = std::chrono::duration_cast<milliseconds>(Clock::now() - start);
        if (m_options.onStep) m_options.onStep(result);
        m_report.steps.push_back(std::move(result));
    }
    return std::move(m_report);
}

bool ConnectionTest::checkAddresses(CheckResult& result) {
    std::size_t known = 0;
    std::string_view rest = m_access.bootstrapServers;
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        const std::string_view text = rest.substr(0, comma);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        const auto endpoint = parseEndpoint(text);
        if (!endpoint) {
            result.details.push_back("\"" + std::string(text) + "\": expected host:port");
            continue;
        }
        m_bootstrap.push_back(*endpoint);
        const Endpoint reached = reachedAt(*endpoint, m_access.addresses);
        std::string line =
            endpoint->text() + (reached.text() == endpoint->text() ? "" : " through " + reached.text());
        if (const auto addresses = lookUp(reached)) {
            ++known;
            for (std::size_t i = 0; i < addresses->size(); ++i)
                line += (i == 0 ? " → " : ", ") + (*addresses)[i];
        } else {
            line += ": " + addresses.error().detail;
        }
        result.details.push_back(std::move(line));
    }
    const std::size_t all = result.details.size();
    result.state = known == 0 ? CheckState::Failed : known < all ? CheckState::Warning : CheckState::Passed;
    result.summary = std::to_string(known) + " of " + std::to_string(all) + " addresses are known";
    return known > 0;
}

bool ConnectionTest::checkNetwork(CheckResult& result) {
    for (const Endpoint& endpoint : m_bootstrap) {
        const auto socket =
            connectTo(reachedAt(endpoint, m_access.addresses), m_options.timeout, m_options.stop);
        if (socket) m_reachable.push_back(endpoint);
        result.details.push_back(endpoint.text() + (socket ? ": connected" : ": " + socket.error().detail));
    }
    const std::size_t open = m_reachable.size();
    result.state = open == 0                   ? CheckState::Failed
                   : open < m_bootstrap.size() ? CheckState::Warning
                                               : CheckState::Passed;
    result.summary =
        std::to_string(open) + " of " + std::to_string(m_bootstrap.size()) + " bootstrap servers answer";
    return open > 0;
}

bool ConnectionTest::checkTls(CheckResult& result) {
    if (!usesTls()) {
        result.summary = "the connection is configured without TLS";
        return true;
    }
    const Endpoint& endpoint = m_reachable.front();
    const auto socket = connectTo(reachedAt(endpoint, m_access.addresses), m_options.timeout, m_options.stop);
    if (!socket) {
        result = {CheckStep::Tls, CheckState::Failed, socket.error().detail, {}, {}};
        return false;
    }
    const TlsFacts facts = probeTls(*socket, endpoint, m_access.properties);
    int daysLeft = kExpiresSoonDays;
    for (const CertificateFacts& certificate : facts.chain) {
        result.details.push_back(
            certificate.subject + ", issued by " + certificate.issuer + ", " +
            (certificate.daysLeft < 0 ? "expired" : std::to_string(certificate.daysLeft) + " days left"));
        daysLeft = std::min(daysLeft, certificate.daysLeft);
    }
    result.summary =
        facts.problem.empty() ? facts.protocol + ", " + facts.cipher : endpoint.text() + ": " + facts.problem;
    result.state = !facts.problem.empty()        ? CheckState::Failed
                   : daysLeft < kExpiresSoonDays ? CheckState::Warning
                                                 : CheckState::Passed;
    if (result.state == CheckState::Warning) result.summary += "; a certificate expires within two weeks";
    return result.state != CheckState::Failed;
}

std::string ConnectionTest::mechanism() const {
    std::string name = upperProperty(m_access.properties, "sasl.mechanism");
    return name.empty() ? upperProperty(m_access.properties, "sasl.mechanisms") : name;
}

/// A broker says nothing, or just hangs up, when it is talked to in another protocol than its port's.
std::string ConnectionTest::adviceOnSilence() const {
    if (usesTls()) return {};
    const auto socket =
        connectTo(reachedAt(m_reachable.front(), m_access.addresses), m_options.timeout, m_options.stop);
    if (!socket || !speaksTls(*socket)) return {};
    return std::string("; this port speaks TLS: set security.protocol to ") +
           (usesSasl() ? "sasl_ssl" : "ssl");
}

bool ConnectionTest::checkLogin(CheckResult& result) {
    auto handle = openReader(m_access);
    if (!handle) {
        result = {CheckStep::Login, CheckState::Failed, handle.error().detail, {}, {}};
        return false;
    }
    m_handle.emplace(std::move(*handle));
    auto topics = fetchTopics(*m_handle, {}, m_options.timeout);
    if (!topics) {
        rd_kafka_poll(m_handle->get(), 0);
        const auto cause = m_handle->events().lastError();
        const bool refused = cause && cause->code == ErrorCode::PermissionDenied;
        result.state = CheckState::Failed;
        result.summary =
            refused ? cause->detail : withCause(*m_handle, topics.error()).detail + adviceOnSilence();
        return false;
    }
    m_topics = std::move(*topics);
    result.state = usesSasl() ? CheckState::Passed : CheckState::Skipped;
    result.summary = usesSasl() ? mechanism() + " accepted" : "the connection is configured without a login";
    if (mechanism() == "PLAIN" && usesSasl() && !usesTls()) {
        result.state = CheckState::Warning;
        result.summary += "; the password crosses the network in the clear: use sasl_ssl";
    }
    return true;
}

std::vector<Broker> ConnectionTest::brokers() const {
    const struct rd_kafka_metadata* raw = nullptr;
    std::vector<Broker> all;
    if (rd_kafka_metadata(m_handle->get(), 1, nullptr, &raw, static_cast<int>(m_options.timeout.count())) !=
        RD_KAFKA_RESP_ERR_NO_ERROR)
        return all;
    for (const auto& broker : std::span(raw->brokers, static_cast<std::size_t>(std::max(raw->broker_cnt, 0))))
        all.push_back({broker.id, {broker.host, std::to_string(broker.port)}});
    rd_kafka_metadata_destroy(raw);
    return all;
}

/// The cluster has answered; but data comes from the addresses that brokers advertise.
bool ConnectionTest::checkMetadata(CheckResult& result) {
    const std::vector<Broker> all = brokers();
    std::size_t unreachable = 0;
    for (std::size_t i = 0; i < std::min(all.size(), kMaxBrokersTried); ++i) {
        const Endpoint& advertised = all[i].advertised;
        const auto socket =
            connectTo(reachedAt(advertised, m_access.addresses), m_options.timeout, m_options.stop);
        if (!socket) ++unreachable;
        result.details.push_back("broker " + std::to_string(all[i].id) + " at " + advertised.text() +
                                 (socket ? std::string() : ": " + socket.error().detail));
    }
    result.state = unreachable > 0 ? CheckState::Warning : CheckState::Passed;
    result.summary = std::to_string(all.size()) + " brokers, " + std::to_string(m_topics.size()) + " topics";
    if (unreachable > 0)
        result.summary +=
            "; " + std::to_string(unreachable) +
            " brokers advertise an address that can't be reached from here: give the way to each under "
            "\"addresses\" of the connection";
    return true;
}

std::vector<TopicInfo> ConnectionTest::topicsToProbe() const {
    std::vector<TopicInfo> chosen;
    for (const TopicInfo& topic : m_topics) {
        const bool wanted = m_options.topics.empty()
                                ? !topic.internal && chosen.size() < kMaxTopics
                                : std::ranges::find(m_options.topics, topic.name) != m_options.topics.end();
        if (wanted) chosen.push_back(topic);
    }
    return chosen;
}

bool ConnectionTest::checkPermissions(CheckResult& result) {
    m_report.capabilities = probePermissions(*m_handle, topicsToProbe(), m_options.timeout, m_options.stop);
    for (const std::string& name : m_options.topics)
        if (std::ranges::none_of(m_topics, [&](const TopicInfo& topic) { return topic.name == name; }))
            m_report.capabilities.push_back({"See topic \"" + name + '"',
                                             "Describe on Topic:" + name,
                                             Access::Denied,
                                             "it does not exist, or this login may not see it",
                                             {}});
    const auto allowed = std::ranges::count(m_report.capabilities, Access::Allowed, &Capability::access);
    result.state = allowed == std::ssize(m_report.capabilities) ? CheckState::Passed : CheckState::Warning;
    result.summary = std::to_string(allowed) + " of " + std::to_string(m_report.capabilities.size()) +
                     " kinds of request are allowed";
    return true;
}

} // namespace

ConnectionReport testConnection(const ClusterAccess& access, const ConnectionTestOptions& options) {
    return ConnectionTest(access, options).run();
}

} // namespace eventflow::kafka
