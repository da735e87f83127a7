#include "app/gui/rule_text.h"

namespace eventflow::app {

std::vector<feed::RuleText> ruleTexts(const rules::RuleSet& rules) {
    std::vector<feed::RuleText> texts;
    for (const rules::RuleGroup& group : rules.groups) {
        for (const rules::Rule& rule : group.rules) {
            feed::RuleText& text = texts.emplace_back();
            text.ruleId = rule.id;
            text.name = rule.name;
            text.group = group.name;
            if (rule.expression) text.expression = rule.expression->text();
            if (rule.sequence) text.expression = rule.sequence->text();
            text.holdFor = rule.holdFor;
            text.keepFiringFor = rule.keepFiringFor;
            text.file = rule.location.file;
            text.line = rule.location.line;
            text.yaml = rule.source;
        }
    }
    return texts;
}

} // namespace eventflow::app
