#include "tests/widgets/support/fake_workbench.h"

#include <algorithm>
#include <utility>

namespace eventflow::testing {

feed::PipelineDelta FakeWorkbench::takeDelta() {
    ++takes;
    return std::exchange(m_pending, feed::PipelineDelta{});
}

Result<std::vector<AlertTransition>> FakeWorkbench::alertHistory(std::size_t limit) const {
    if (failQueries) return Error{ErrorCode::IoError, "eventflow.db: disk I/O error"};
    std::vector<AlertTransition> all = demoTransitions(kStart + std::chrono::hours(1));
    std::reverse(all.begin(), all.end());
    if (all.size() > limit) all.resize(limit);
    return all;
}

Result<std::vector<feed::DeadLetterPreview>> FakeWorkbench::deadLetters(Step step, RejectCode code,
                                                                        std::size_t limit) const {
    if (failQueries) return Error{ErrorCode::IoError, "eventflow.db: disk I/O error"};
    std::vector<feed::DeadLetterPreview> found;
    for (feed::DeadLetterPreview& letter : demoDeadLetters(kStart + std::chrono::hours(1)))
        if (letter.step == step && letter.code == code && found.size() < limit)
            found.push_back(std::move(letter));
    return found;
}

} // namespace eventflow::testing
