#pragma once

#include "core/base/arena.h"
#include "core/model/event.h"

namespace eventflow::normalize {

/// Makes the event independent of the decoder: copies what it points to into `arena`. Of two tags, or
/// attributes, with one name the first stays. The body of a span or generic event is not copied: it points
/// into the record.
void copyInto(Event& event, Arena& arena);

/// For a metric whose series is known: the series says tenant, source, metric, unit and tags, so their views
/// are dropped; time, value and event id stay.
void keepOnlyReading(Event& event, Arena& arena);

} // namespace eventflow::normalize
