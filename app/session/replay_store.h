#pragma once

#include "app/session/session.h"

namespace eventflow::app {

/// The store for a replay of the source with this id. An interrupted replay is continued. One that was
/// finished starts anew: if it is all that the database holds, the database is emptied; if there is something
/// else in it, that is an error, because nobody asked to lose it.
Result<std::unique_ptr<store::StoreWriter>> openReplayStore(const Session& session,
                                                            const std::string& sourceId);

} // namespace eventflow::app
