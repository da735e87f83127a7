#include "tests/core/promql_differential/promtool_output.h"

#include <cstdlib>

namespace eventflow::promql::differential {

namespace {

constexpr std::string_view kItem = "    expr: ";
constexpr std::string_view kGot = "        got: ";
constexpr std::string_view kError = ", err: ";

/// Reads `{a="b", c="d"} 1E+00, {} NaN`.
class SamplesReader {
public:
    explicit SamplesReader(std::string_view text) : m_text(text) {}

    bool read(InstantVector& out) {
        if (m_text == "nil") return true;
        do {
            VectorSample sample;
            if (!labels(sample.labels) || !value(sample.value)) return false;
            out.push_back(std::move(sample));
        } while (take(", "));
        return m_text.empty();
    }

private:
    bool take(std::string_view expected) {
        if (!m_text.starts_with(expected)) return false;
        m_text.remove_prefix(expected.size());
        return true;
    }
    bool labels(Labels& out) {
        if (!take("{")) return false;
        std::vector<Label> all;
        while (!take("}")) {
            if (!all.empty() && !take(", ")) return false;
            const std::size_t equals = m_text.find('=');
            if (equals == std::string_view::npos) return false;
            Label label{std::string(m_text.substr(0, equals)), {}};
            m_text.remove_prefix(equals + 1);
            if (!quotedText(label.value)) return false;
            all.push_back(std::move(label));
        }
        out = Labels(std::move(all));
        return take(" ");
    }
    bool quotedText(std::string& out) {
        if (!take("\"")) return false;
        while (!m_text.empty() && m_text.front() != '"') {
            if (m_text.front() == '\\')
                m_text.remove_prefix(1); // the generator's labels need only \" and \\.
            if (m_text.empty()) return false;
            out += m_text.front();
            m_text.remove_prefix(1);
        }
        return take("\"");
    }
    bool value(double& out) {
        const std::size_t end = std::min(m_text.find(','), m_text.size());
        const std::string number(m_text.substr(0, end));
        char* stop = nullptr;
        out = std::strtod(number.c_str(), &stop);
        m_text.remove_prefix(end);
        return !number.empty() && *stop == '\0';
    }

    std::string_view m_text;
};

} // namespace

std::optional<std::vector<Verdict>> parseVerdicts(std::string_view text) {
    std::vector<Verdict> verdicts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with(kItem)) {
            verdicts.emplace_back();
            if (const std::size_t at = line.find(kError); at != std::string_view::npos)
                verdicts.back().error = line.substr(at + kError.size());
        } else if (line.starts_with(kGot)) {
            if (verdicts.empty() || !SamplesReader(line.substr(kGot.size())).read(verdicts.back().samples))
                return std::nullopt;
        }
    }
    return verdicts;
}

} // namespace eventflow::promql::differential
