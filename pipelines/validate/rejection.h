#pragma once

#include "core/model/dead_letter.h"

#include <string>
#include <utility>

namespace eventflow {

/// Why a step refuses a record: what becomes a DeadLetter. Workers reuse one, so that refusing allocates
/// rarely.
struct Rejection {
    RejectCode code = RejectCode::UnknownFormat;
    std::string detail; ///< place, cause, what was expected

    /// Always false: `return why.refuse(…)` in a function that says whether the record is sound.
    bool refuse(RejectCode reason, std::string text) {
        code = reason;
        detail = std::move(text);
        return false;
    }
};

} // namespace eventflow
