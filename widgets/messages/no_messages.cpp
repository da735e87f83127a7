#include "widgets/messages/no_messages.h"

#include "widgets/common/empty_state.h"
#include "widgets/messages/browse_session.h"

#include <QCoreApplication>

namespace eventflow::widgets {

using viewmodels::BrowsePlace;
using State = BrowseSession::State;

namespace {

/// The translations of this file.
struct Text {
    Q_DECLARE_TR_FUNCTIONS(eventflow::widgets::MessagesPerspective)
};

} // namespace

void showNoMessages(EmptyState& place, const BrowseSession& session) {
    const QString icon = QStringLiteral("messages");
    const auto& query = session.query();
    switch (session.state()) {
    case State::Idle:
        return place.setContent(
            icon, Text::tr("No topic is open"),
            Text::tr("Type the name of a topic above and press Enter to see its newest messages."));
    case State::Estimating:
    case State::Running:
        return place.setContent(
            icon, query.place == BrowsePlace::Live ? Text::tr("Waiting for messages") : Text::tr("Reading"),
            Text::tr("Messages appear here as they are found. Escape stops."));
    case State::Waiting:
        return place.setContent(icon, Text::tr("Nothing was read yet"),
                                Text::tr("Start the scan above when its budget suits you."));
    case State::Stopped:
    case State::Ended:
        break;
    }
    if (session.error())
        place.setContent(icon, Text::tr("Nothing could be read"),
                         Text::tr("The reason stands above. Load the messages again when it is mended."));
    else if (query.filter.key && query.partitioner)
        place.setContent(
            QStringLiteral("search"), Text::tr("The key is not there"),
            Text::tr("It is not in the one partition where such a producer puts it. Look for it in any "
                     "partition, or choose another kind of producer."));
    else if (query.filtered())
        place.setContent(QStringLiteral("search"), Text::tr("No message matches"),
                         Text::tr("Change the filter, or look further back."));
    else
        place.setContent(
            icon, Text::tr("There are no messages here"),
            Text::tr("The range is empty: nothing was produced, or it was removed by retention."));
}

} // namespace eventflow::widgets
