#include "core/model/event.h"

namespace eventflow {

const char* toString(BodyKind kind) {
    switch (kind) {
    case BodyKind::Metric: return "metric";
    case BodyKind::Log: return "log";
    case BodyKind::Span: return "span";
    case BodyKind::Generic: return "generic";
    }
    return "generic";
}

} // namespace eventflow
