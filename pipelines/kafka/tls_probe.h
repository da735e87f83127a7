#pragma once

#include "pipelines/kafka/kafka_conf.h"
#include "pipelines/kafka/network_probe.h"

#include <chrono>
#include <string>
#include <vector>

namespace eventflow::kafka {

struct CertificateFacts {
    std::string subject;
    std::string issuer;
    int daysLeft = 0; ///< until it expires; below 0: it has
};

/// What a TLS handshake with a broker showed.
struct TlsFacts {
    bool handshake = false; ///< a TLS server is there, and both sides agreed
    std::string protocol;   ///< `TLSv1.3`
    std::string cipher;
    std::vector<CertificateFacts> chain; ///< the server's own first
    std::string problem;                 ///< what librdkafka would refuse, with the next step; empty: nothing
};

/// Shakes hands as librdkafka does with these properties: CA, client certificate, name check against
/// `advertised`. Reads no data. Blocks for about `timeout` at most.
TlsFacts probeTls(const Socket& socket, const Endpoint& advertised, const Properties& properties);

/// Whether a TLS server answers at all, for a connection that is configured without.
bool speaksTls(const Socket& socket);

} // namespace eventflow::kafka
