#include "widgets/mainwindow/perspectives.h"

#include "widgets/alerts/alerts_perspective.h"
#include "widgets/deadletters/dead_letters_perspective.h"
#include "widgets/groups/groups_perspective.h"
#include "widgets/messages/messages_perspective.h"
#include "widgets/overview/overview_perspective.h"
#include "widgets/pipeline/pipeline_perspective.h"
#include "widgets/schemas/schemas_perspective.h"
#include "widgets/stream/stream_perspective.h"
#include "widgets/topics/topics_perspective.h"

namespace eventflow::widgets {

std::vector<Perspective*> makePerspectives(feed::Workbench& workbench, QWidget* parent) {
    return {new OverviewPerspective(workbench, parent), new AlertsPerspective(workbench, parent),
            new StreamPerspective(workbench, parent),   new TopicsPerspective(workbench, parent),
            new MessagesPerspective(workbench, parent), new GroupsPerspective(workbench, parent),
            new SchemasPerspective(workbench, parent),  new DeadLettersPerspective(workbench, parent),
            new PipelinePerspective(workbench, parent)};
}

} // namespace eventflow::widgets
