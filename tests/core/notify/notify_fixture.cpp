#include "tests/core/notify/notify_fixture.h"

#include "core/notify/config_reader.h"

namespace eventflow::notify {

ReadConfig readConfig(const std::string& yaml) {
    ReadConfig out;
    config::YamlProblem problem;
    const auto document = config::YamlDocument::parse(yaml, {}, problem);
    if (!document) return {Config(), problem.message};
    config::YamlReader reader(*document);
    ConfigReader(reader, out.config).read(document->root());
    for (const auto& found : reader.problems())
        out.problems += std::to_string(found.position.line) + ':' + std::to_string(found.position.column) +
                        ": " + found.message + '\n';
    return out;
}

Labels labels(std::initializer_list<Label> items) {
    return Labels(std::vector<Label>(items));
}

} // namespace eventflow::notify
