#include "widgets/mainwindow/perspectives.h"

#include "widgets/overview/overview_perspective.h"

namespace eventflow::widgets {

std::vector<Perspective*> makePerspectives(feed::Workbench& workbench, QWidget* parent) {
    return {new OverviewPerspective(workbench, parent)};
}

} // namespace eventflow::widgets
