#pragma once

#include "core/config/yaml_reader.h"
#include "core/rules/rule_set.h"

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::rules {

/// The ids of rules over all files.
class RuleIds {
public:
    /// False when another rule has it.
    bool take(const std::string& id) { return m_taken.insert(id).second; }
    /// `base`, or `base#2` and so on for the first that is free.
    std::string takeNumbered(const std::string& base);

private:
    std::set<std::string> m_taken;
    std::map<std::string, int>
        m_lastNumber; ///< so that ten thousand rules of one name do not search from 2 each
};

/// Reads rule files, one after the other, into one rule set, and collects what is wrong with them.
/// Thread: confined.
class RuleLoader {
public:
    explicit RuleLoader(LoadOptions options) : m_options(options), m_rules(std::make_shared<RuleSet>()) {}

    void load(std::string_view text, const std::string& file);
    void fail(SourceLocation location, std::string message);
    [[nodiscard]] LoadResult take() &&;

private:
    LoadOptions m_options;
    std::shared_ptr<RuleSet> m_rules;
    std::vector<Finding> m_findings;
    RuleIds m_ids;
    std::map<std::string, SourceLocation> m_seen; ///< kind, name and labels of a rule
};

/// Reads one file for a RuleLoader.
class RuleFileReader {
public:
    using Key = std::string_view;
    /// `on_missing` and `missing_evals` as a file or a group sets them for what is in it.
    struct MissingDefaults {
        std::optional<OnMissing> policy;
        std::optional<unsigned> evals;
    };
    /// Label names and where their values are written.
    using WrittenLabels = std::map<std::string, const config::YamlNode*>;

    RuleFileReader(const config::YamlDocument& document, const std::string& file, const LoadOptions& options,
                   RuleSet& rules, RuleIds& ids, std::map<std::string, SourceLocation>& seen)
        : m_yaml(document), m_file(file), m_options(options), m_rules(rules), m_ids(ids), m_seen(seen) {}

    void read();
    /// By place.
    [[nodiscard]] std::vector<Finding> findings() const;

private:
    void readGroup(const config::YamlNode& node);
    void readGroupTimes(const config::YamlNode& node, RuleGroup& group);
    void readRule(const config::YamlNode& node, const WrittenLabels& groupLabels, RuleGroup& group);
    bool readName(const config::YamlNode& node, Rule& rule);
    void readId(const config::YamlNode& node, const RuleGroup& group, Rule& rule);
    void readTimes(const config::YamlNode& node, const RuleGroup& group, Rule& rule);

    // What raises and ends an alert: rule_loader_conditions.cpp
    void readConditions(const config::YamlNode& node, Rule& rule);
    void readLevels(const config::YamlNode& levels, Rule& rule);
    std::optional<std::string> readSeverity(const config::YamlNode& level, const Rule& rule);
    void addCondition(const config::YamlNode& expr, const config::YamlNode* resolveWhen, std::string severity,
                      Rule& rule);
    void lintCondition(const config::YamlNode& resolveWhen, const Condition& condition, const Rule& rule);
    [[nodiscard]] MissingDefaults readMissing(const config::YamlNode& node, MissingDefaults outer);
    void readMissingPolicy(const config::YamlNode& node, Rule& rule);
    void readEvaluate(const config::YamlNode& node, Rule& rule);

    // Event sequences: rule_loader_sequence.cpp
    void readSequence(const config::YamlNode& node, const config::YamlNode& rule, Rule& out);
    void readSequenceKeys(const config::YamlNode& by, Sequence& sequence);
    void readSteps(const config::YamlNode& steps, Sequence& sequence);
    std::uint32_t readCount(const config::YamlNode& node);
    std::shared_ptr<const cel::Program> readFilter(const config::YamlNode& node, std::string_view what);
    std::shared_ptr<const cel::Program> readCel(const config::YamlNode& node, std::string_view what,
                                                cel::KindSet kinds);
    std::optional<promql::Expression> readExpression(const config::YamlNode& node, std::string_view what);
    WrittenLabels readLabelNames(const config::YamlNode* node, std::string_view what);
    void readLabels(const config::YamlNode& node, const WrittenLabels& groupLabels, Rule& rule);
    void readAlertLabel(const std::string& name, const config::YamlNode& text, Rule& rule);
    void readAnnotations(const config::YamlNode& node, Rule& rule);
    std::optional<Template> readTemplate(const config::YamlNode& text, const std::string& what);
    void refuse(const config::YamlNode& node, std::span<const Key> keys, std::string_view why);
    void warn(config::TextPosition position, std::string message);
    void failInside(const config::YamlNode& scalar, std::size_t at, std::string message);
    void warnOfLostLabels(const Template& text, const config::YamlNode& node, const std::string& what,
                          const Rule& rule);
    void warnOfDuplicate(const Rule& rule);
    [[nodiscard]] SourceLocation locationOf(const config::YamlNode& node) const;

    config::YamlReader m_yaml;
    const std::string& m_file;
    const LoadOptions& m_options;
    RuleSet& m_rules;
    RuleIds& m_ids;
    std::map<std::string, SourceLocation>& m_seen;
    std::set<std::string> m_groupNames;
    MissingDefaults m_missing;      ///< of the file
    MissingDefaults m_groupMissing; ///< of the group that is being read
    std::vector<config::YamlProblem> m_warnings;
};

} // namespace eventflow::rules
