#pragma once

#include "core/base/result.h"
#include "core/model/labels.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::rules {

namespace tmpl {
struct Body;
}

/// What is wrong with a template, and at which byte of its text.
struct TemplateProblem {
    std::size_t offset = 0;
    std::string message;
};

/// What templates know besides the alert: `$externalLabels` and `$externalURL`.
struct TemplateGlobals {
    Labels externalLabels;
    std::string externalUrl;
};

/// The text of a label or annotation with `{{ … }}` in it, as Prometheus' alerting templates: a subset of
/// Go's text/template with $labels, $value, .Labels, .Value, pipelines, variables, if, with, range over
/// labels, and the functions named in resources/docs/rules.md. Differences from Go: upper and lower case are
/// ASCII only, and nothing can query series. Immutable and cheap to copy; may be shared between threads.
/// Bounded: kMaxBytes of text, kMaxNodes parts, and while expanding kMaxSteps evaluated parts and kMaxOutput
/// bytes.
class Template {
public:
    static constexpr std::size_t kMaxBytes = 64 * 1024;
    static constexpr std::size_t kMaxNodes = 4096;
    static constexpr std::size_t kMaxDepth = 32;
    static constexpr std::size_t kMaxSteps = 10'000;
    static constexpr std::size_t kMaxOutput = 32 * 1024;

    /// Without globals both are empty.
    static std::optional<Template> parse(std::string_view text, TemplateProblem& problem,
                                         std::shared_ptr<const TemplateGlobals> globals = nullptr);

    /// Whether the sample's value can get into the text: such a label would make every value a new alert.
    [[nodiscard]] bool usesValue() const;
    /// The labels that are read by name.
    [[nodiscard]] const std::vector<std::string>& labelsUsed() const;
    /// Fails with Unsupported and InvalidArgument for what fails with any data, with ParseError for a value
    /// that is not what a function needs (`humanize` of text), LimitExceeded when a bound is reached.
    [[nodiscard]] Result<std::string> expand(const Labels& labels, double value) const;
    /// As expand(), but an error becomes the text `<error expanding template: …>`, as Prometheus does.
    [[nodiscard]] std::string expandOrExplain(const Labels& labels, double value) const;

private:
    Template() = default;
    std::shared_ptr<const tmpl::Body> m_body;
    std::shared_ptr<const TemplateGlobals> m_globals; ///< never null after parse()
};

} // namespace eventflow::rules
