#include "core/base/result.h"

namespace eventflow {

const char* toString(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidArgument:
        return "invalid_argument";
    case ErrorCode::NotFound:
        return "not_found";
    case ErrorCode::AlreadyExists:
        return "already_exists";
    case ErrorCode::ParseError:
        return "parse_error";
    case ErrorCode::Unsupported:
        return "unsupported";
    case ErrorCode::LimitExceeded:
        return "limit_exceeded";
    case ErrorCode::IoError:
        return "io_error";
    case ErrorCode::DiskFull:
        return "disk_full";
    case ErrorCode::Corrupt:
        return "corrupt";
    case ErrorCode::Locked:
        return "locked";
    case ErrorCode::Unavailable:
        return "unavailable";
    case ErrorCode::PermissionDenied:
        return "permission_denied";
    case ErrorCode::Cancelled:
        return "cancelled";
    case ErrorCode::Internal:
        return "internal";
    }
    return "internal";
}

} // namespace eventflow
