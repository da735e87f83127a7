#include "widgets/common/async_call.h"

namespace eventflow::widgets {

QThreadPool& blockingPool() {
    // Threads mostly wait for the network, so there may be many more than cores.
    static QThreadPool pool;
    static const bool once = [] {
        pool.setMaxThreadCount(24);
        return true;
    }();
    static_cast<void>(once);
    return pool;
}

} // namespace eventflow::widgets
