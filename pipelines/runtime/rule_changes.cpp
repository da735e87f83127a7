// Other rules or marks for a pipeline that runs: noticed by the supervisor, taken over by the engine.

#include "pipelines/runtime/pipeline_impl.h"

#include <utility>

namespace eventflow::runtime {

void Pipeline::Impl::post(std::function<void()> command) {
    const std::lock_guard lock(postedMutex);
    posted.push_back(std::move(command));
    hasPosted = true;
}

void Pipeline::Impl::runPosted() {
    if (!hasPosted) return;
    std::vector<std::function<void()>> commands;
    {
        const std::lock_guard lock(postedMutex);
        commands.swap(posted);
        hasPosted = false;
    }
    for (const auto& command : commands)
        command();
}

void Pipeline::Impl::reloadChangedRules() {
    if (!config.live || !config.ruleReloader) return;
    const auto loaded = config.ruleReloader->loadIfChanged();
    if (!loaded) return;
    if (loaded->rules != nullptr)
        post([this, taken = *loaded] { takeOverRules(taken); });
    else
        takeOverRules(*loaded);
}

void Pipeline::Impl::reloadChangedMarks() {
    if (!config.live || !config.marksFile) return;
    const auto loaded = config.marksFile->loadIfChanged();
    if (!loaded) return;
    if (*loaded) post([this, marks = **loaded] { engine->setMarks(marks); });
    if (config.onMarksReload) config.onMarksReload(*loaded);
}

/// With rules: thread engine. Without, nothing changes and only the reason is told.
void Pipeline::Impl::takeOverRules(const rules::LoadResult& loaded) {
    auto reload = std::make_shared<feed::RulesReload>();
    reload->rules = loaded.rules;
    reload->findings = loaded.findings;
    if (loaded.rules != nullptr) reload->report = engine->reloadRules(loaded.rules);
    if (config.onRulesReload) config.onRulesReload(*reload);
    monitor.noteRulesReload(std::move(reload));
}

void Pipeline::reloadRules(std::shared_ptr<const rules::RuleSet> rules) {
    m_impl->post([impl = m_impl.get(), taken = std::move(rules)] { impl->takeOverRules({taken, {}}); });
}

void Pipeline::previewRules(std::shared_ptr<const rules::RuleSet> rules,
                            std::function<void(const rules::ReloadReport&)> done) {
    m_impl->post([impl = m_impl.get(), proposed = std::move(rules), tell = std::move(done)] {
        tell(impl->engine->rules().previewReload(proposed));
    });
}

} // namespace eventflow::runtime
