#include "pipelines/registry/registry_error.h"

#include "core/base/json_writer.h"
#include "core/codec/json_decoder.h"
#include "core/codec/json_value.h"

#include <algorithm>
#include <array>

namespace eventflow::registry {

namespace {

constexpr std::size_t kMaxFaultBytes = 1024 * 1024;
constexpr std::size_t kMaxMessageBytes = 600;

struct KnownFault {
    int code;
    ErrorCode kind;
    const char* meaning;
};

constexpr std::array kKnownFaults = {
    KnownFault{40401, ErrorCode::NotFound, "the registry has no such subject"},
    KnownFault{40402, ErrorCode::NotFound, "the subject has no such version"},
    KnownFault{40403, ErrorCode::NotFound, "the registry has no such schema"},
    KnownFault{40404, ErrorCode::NotFound,
               "the subject is deleted; only a permanent deletion or registering "
               "anew can follow"},
    KnownFault{40405, ErrorCode::InvalidArgument,
               "the subject has to be deleted softly before it can be deleted permanently"},
    KnownFault{40406, ErrorCode::NotFound, "the version is deleted; only a permanent deletion can follow"},
    KnownFault{40407, ErrorCode::InvalidArgument,
               "the version has to be deleted softly before it can be deleted permanently"},
    KnownFault{40408, ErrorCode::NotFound,
               "the subject has no compatibility level of its own; the global one holds"},
    KnownFault{40409, ErrorCode::NotFound, "the subject has no mode of its own; the global one holds"},
    KnownFault{409, ErrorCode::InvalidArgument, "the schema is not compatible with an earlier version"},
    KnownFault{40901, ErrorCode::InvalidArgument, "the schema is not compatible with an earlier version"},
    KnownFault{42201, ErrorCode::ParseError, "the registry cannot read the schema"},
    KnownFault{42202, ErrorCode::InvalidArgument, "a version is a number from 1, or latest"},
    KnownFault{42203, ErrorCode::InvalidArgument, "the registry does not know this compatibility level"},
    KnownFault{42204, ErrorCode::InvalidArgument, "the registry does not know this mode"},
    KnownFault{42205, ErrorCode::PermissionDenied, "the mode of the registry or subject forbids it"},
    KnownFault{42206, ErrorCode::InvalidArgument, "other schemas refer to it; delete those first"},
    KnownFault{42207, ErrorCode::InvalidArgument, "the registry has this schema under another id"},
    KnownFault{50001, ErrorCode::Unavailable, "the registry cannot reach its storage"},
    KnownFault{50002, ErrorCode::Unavailable, "the registry did not finish in time"},
    KnownFault{50003, ErrorCode::Unavailable, "the registry cannot reach the node that takes writes"},
};

std::string printable(std::string_view text) {
    const bool cut = text.size() > kMaxMessageBytes;
    std::string out = toValidUtf8(text.substr(0, kMaxMessageBytes));
    std::ranges::replace_if(
        out, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; }, ' ');
    return cut ? out + "…" : out;
}

KnownFault meaningOfStatus(int status) {
    switch (status) {
    case 401:
        return {status, ErrorCode::PermissionDenied,
                "the registry does not accept the credentials of this connection, or wants some"};
    case 403:
        return {status, ErrorCode::PermissionDenied, "the user of this connection may not do this"};
    case 404:
        return {status, ErrorCode::NotFound, "the registry does not have it"};
    case 405:
    case 501:
        return {status, ErrorCode::Unsupported, "the registry does not offer this call"};
    case 407:
        return {status, ErrorCode::PermissionDenied, "a proxy wants credentials"};
    case 429:
        return {status, ErrorCode::Unavailable, "the registry asks for fewer requests; try again later"};
    default:
        break;
    }
    if (status >= 500) return {status, ErrorCode::Unavailable, "the registry failed"};
    return {status, ErrorCode::InvalidArgument, "the registry refuses the request"};
}

KnownFault meaningOf(int status, int code) {
    // Who asks is settled before what is asked for.
    if (status == 401 || status == 403) return meaningOfStatus(status);
    const auto* known = std::ranges::find(kKnownFaults, code, &KnownFault::code);
    return known != kKnownFaults.end() ? *known : meaningOfStatus(status);
}

bool isMarkup(std::string_view body) {
    const std::size_t first = body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    return first != std::string_view::npos && body[first] == '<';
}

/// The place that a redirection names, without what may be secret in it.
std::string placeOf(std::string_view location) {
    const std::string_view place = location.substr(0, location.find_first_of("?#"));
    const std::size_t at = place.find('@');
    if (at == std::string_view::npos) return printable(place.substr(0, 200));
    const std::size_t scheme = place.find("://");
    const std::size_t host = scheme < at ? scheme + 3 : 0;
    return printable(std::string(place.substr(0, host)) + std::string(place.substr(at + 1, 200)));
}

} // namespace

std::optional<RegistryFault> parseRegistryFault(std::string_view body) {
    codec::JsonDecoder decoder(kMaxFaultBytes);
    simdjson::dom::element root;
    simdjson::dom::object object;
    if (decoder.decodeUnpadded(body, root) != simdjson::SUCCESS) return std::nullopt;
    if (root.get(object) != simdjson::SUCCESS) return std::nullopt;
    RegistryFault fault;
    std::int64_t code = 0;
    if (object["error_code"].get(code) == simdjson::SUCCESS && code > 0 && code < 1'000'000)
        fault.code = static_cast<int>(code);
    std::string_view message;
    if (object["message"].get(message) == simdjson::SUCCESS) fault.message = message;
    if (fault.code == 0 && fault.message.empty()) return std::nullopt;
    return fault;
}

std::optional<Error> replyError(const HttpReply& reply) {
    if (reply.status >= 200 && reply.status < 300) {
        if (!isMarkup(reply.body)) return std::nullopt;
        return Error{ErrorCode::Unsupported,
                     "a page of HTML came back, not a registry's answer: is the address that of the API? "
                     "Some registries have it below a path such as /apis/ccompat/v7"};
    }
    if (reply.status >= 300 && reply.status < 400)
        return Error{ErrorCode::InvalidArgument, "it redirects to " + placeOf(reply.location) +
                                                     ", which is not followed; give that "
                                                     "address if it is the registry's"};
    const auto fault = parseRegistryFault(reply.body);
    const KnownFault meaning = meaningOf(reply.status, fault ? fault->code : 0);
    // What is missing has a code of its own (404xx); without one it is the call that is not there.
    const bool isCallMissing = reply.status == 404 && (!fault || fault->code == 0 || fault->code == 404);
    std::string detail = isCallMissing ? "the registry does not offer this call, or the address is not that "
                                         "of its API"
                                       : meaning.meaning;
    detail += " (HTTP " + std::to_string(reply.status);
    if (fault && fault->code != 0 && fault->code != reply.status)
        detail += ", error " + std::to_string(fault->code);
    detail += ')';
    if (fault && !fault->message.empty()) detail += ": " + printable(fault->message);
    return Error{isCallMissing ? ErrorCode::Unsupported : meaning.kind, detail};
}

} // namespace eventflow::registry
