#pragma once

#include "core/config/yaml_reader.h"
#include "core/rules/testing/test_file.h"

#include <optional>
#include <string_view>
#include <vector>

namespace eventflow::rules::testing {

/// Reads one test file. Thread: confined. Lifetime: the document must outlive it.
class TestFileReader {
public:
    TestFileReader(const config::YamlDocument& document, const std::filesystem::path& path)
        : m_yaml(document), m_path(path) {}

    TestFile read();
    /// By place.
    [[nodiscard]] std::vector<Finding> findings() const;

private:
    using Node = config::YamlNode;

    // test_file_reader.cpp: what promtool knows
    void readTest(const Node& node, TestFile& file);
    void readStart(const Node& node, RuleTest& test);
    void readSeries(const Node& node, RuleTest& test);
    void readAlertCheck(const Node& node, RuleTest& test);
    void readExpressionCheck(const Node& node, RuleTest& test);
    void readExpectedSample(const Node& node, ExpressionCheck& check);

    // test_file_checks.cpp: what it does not
    void readOurKeys(const Node& node, RuleTest& test);
    void readCapture(const Node& node, RuleTest& test);
    void readEvent(const Node& node, RuleTest& test);
    void readStateCheck(const Node& node, RuleTest& test);
    void readTimeline(const Node& node, RuleTest& test);
    void readNever(const Node& node, RuleTest& test);
    void readBudget(const Node& node, RuleTest& test);
    AlertSelector readAlerts(const Node& node);
    void readStep(const Node& node, std::string_view word, std::size_t at, TimelineCheck& check);
    void readValue(const Node& node, StateCheck& check);
    void readAnnotations(const Node& node, StateCheck& check);

    /// The items of an optional list.
    std::vector<const Node*> itemsOf(const Node& parent, std::string_view key);
    /// 0 when it is not there, as promtool has it.
    Duration timeOf(const Node& parent, std::string_view key);
    /// Bounded, so that sums of such times cannot overflow.
    std::optional<Duration> readDuration(const Node& node, std::string_view what);
    /// `+90s`; 0 when it is not there.
    Duration delayOf(const Node& parent);
    Labels readLabels(const Node* node, std::string_view what);
    /// As YAML writes floats, with .nan and .inf.
    std::optional<double> readFloat(const Node& node, std::string_view what);
    void failInside(const Node& scalar, std::size_t at, std::string message);
    [[nodiscard]] SourceLocation locationOf(const Node& node) const;

    config::YamlReader m_yaml;
    const std::filesystem::path& m_path;
};

} // namespace eventflow::rules::testing
