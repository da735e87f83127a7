#pragma once

namespace eventflow::widgets {

class BrowseSession;
class EmptyState;

/// Says in place of the table why it has no rows, and what to do about it. Thread: GUI.
void showNoMessages(EmptyState& place, const BrowseSession& session);

} // namespace eventflow::widgets
