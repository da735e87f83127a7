#include "core/rules/testing/junit.h"

#include "core/base/json_writer.h"

#include <algorithm>

namespace eventflow::rules::testing {

namespace {

/// Text for an attribute or element. Control characters that XML 1.0 has no way to write are left out.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : toValidUtf8(text)) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\n':
            out += "&#10;";
            break;
        case '\t':
            out += "&#9;";
            break;
        default:
            if (static_cast<unsigned char>(c) >= 0x20) out += c;
        }
    }
    return out;
}

std::string attribute(const char* name, std::string_view value) {
    return std::string(" ") + name + "=\"" + escaped(value) + '"';
}

std::string attribute(const char* name, std::size_t value) {
    return attribute(name, std::to_string(value));
}

void appendProblem(std::string& out, const char* element, const TestFailure& failure) {
    const std::string place = failure.location.file + ':' + std::to_string(failure.location.line);
    const std::string firstLine = failure.text.substr(0, failure.text.find('\n'));
    const std::size_t text = firstLine.find_first_not_of(' ');
    out += std::string("      <") + element +
           attribute("message", text == std::string::npos ? firstLine : firstLine.substr(text)) + '>' +
           escaped(place + '\n' + failure.text) + "</" + element + ">\n";
}

void appendCase(std::string& out, const FileResult& file, const TestResult& test, std::size_t index) {
    const std::string name = test.name.empty() ? "test " + std::to_string(index + 1) : test.name;
    out += "    <testcase" + attribute("name", name) + attribute("classname", file.path.string()) +
           attribute("file", test.location.file) +
           attribute("line", static_cast<std::size_t>(std::max(test.location.line, 0)));
    if (test.failures.empty()) {
        out += "/>\n";
        return;
    }
    out += ">\n";
    for (const TestFailure& failure : test.failures)
        appendProblem(out, "failure", failure);
    out += "    </testcase>\n";
}

} // namespace

std::string toJunitXml(std::span<const FileResult> files) {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"eventflow rules test\">\n";
    for (const FileResult& file : files) {
        const bool broken = !file.failures.empty();
        const auto failed = static_cast<std::size_t>(
            std::ranges::count_if(file.tests, [](const TestResult& test) { return !test.failures.empty(); }));
        out += "  <testsuite" + attribute("name", file.path.string()) +
               attribute("tests", file.tests.size() + (broken ? 1U : 0U)) + attribute("failures", failed) +
               attribute("errors", broken ? 1U : 0U) + ">\n";
        for (std::size_t i = 0; i < file.tests.size(); ++i)
            appendCase(out, file, file.tests[i], i);
        if (broken) {
            out += "    <testcase" + attribute("name", "load") + attribute("classname", file.path.string()) +
                   ">\n";
            for (const TestFailure& failure : file.failures)
                appendProblem(out, "error", failure);
            out += "    </testcase>\n";
        }
        out += "  </testsuite>\n";
    }
    return out + "</testsuites>\n";
}

} // namespace eventflow::rules::testing
