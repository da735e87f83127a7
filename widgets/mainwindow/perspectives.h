#pragma once

#include <vector>

class QWidget;

namespace eventflow::feed {
class Workbench;
}

namespace eventflow::widgets {

class Perspective;

/// Every perspective, in the order of the rail; owned by `parent`.
std::vector<Perspective*> makePerspectives(feed::Workbench& workbench, QWidget* parent);

} // namespace eventflow::widgets
