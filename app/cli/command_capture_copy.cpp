#include "app/cli/capture_output.h"
#include "app/cli/command.h"
#include "pipelines/capture/capture_copy.h"
#include "pipelines/collect/file_source.h"
#include "pipelines/collect/recorded_source.h"

#include <CLI/CLI.hpp>

#include <utility>

namespace eventflow::app {
namespace {

class CaptureCopyCommand final : public Command {
public:
    explicit CaptureCopyCommand(CLI::App& parser) {
        parser.add_option("FILE", m_files, "Captures in any layout; several .mcap are merged by time")
            ->required();
        m_output.addOptions(parser, CaptureOutput::Use::Copying);
        parser.add_option("--from", m_from, "Only what arrived then or later: ISO 8601, @epoch");
        parser.add_option("--to", m_to, "Only what arrived before");
        parser.add_option("--topic", m_topics, "Only these topics")->delimiter(',');
        parser.add_option("--filter", m_filter, "CEL: payload.amount > 100 && headers.source == \"web\"");
        parser.add_option("--grep", m_grep, "Bytes in key, value or headers");
        parser.add_flag("-q,--quiet", m_quiet, "No summary on standard error");
        parser.footer("\nExamples: eventflow capture copy support.json -o support.mcap\n"
                      "eventflow capture copy day.mcap --from 2026-01-01T12:00:00Z --to 2026-01-01T12:15:00Z "
                      "-o cut.mcap\n"
                      "eventflow capture copy a.mcap b.mcap -o both.mcap");
    }

    int run(const CommandContext& context) override {
        const auto selection = this->selection();
        auto options = m_output.options();
        if (!selection || !options) {
            printNote("eventflow: " + (selection ? options.error() : selection.error()).detail);
            return kUsage;
        }
        const auto source = collect::makeFileSource({m_files.begin(), m_files.end()});
        if (!source) return reportError(source.error(), false);
        if (!m_quiet) printNote((*source)->describe());
        options->info.engineVersion = "eventflow " EVENTFLOW_VERSION;
        if (const Status taken = takeDescriptions(*options); !taken) return reportError(taken.error(), false);
        auto recorder = capture::Recorder::open(std::move(*options));
        if (!recorder) return reportError(recorder.error(), false);
        for (const capture::CapturedSchema& schema : m_schemas)
            if (const Status added = (*recorder)->addSchema(schema); !added)
                return reportError(added.error(), false);
        capture::CopyCounts counts;
        const Status copied = capture::copyRecords(**source, *selection, **recorder, counts, context.stop);
        const Status finished = (*recorder)->finish();
        if (!m_quiet) printCounts(counts, **recorder);
        if (context.stop.stop_requested()) return kInterrupted;
        if (!copied) return reportError(copied.error(), false);
        return finished ? kSuccess : reportError(finished.error(), false);
    }

private:
    [[nodiscard]] Result<capture::CopySelection> selection() const {
        capture::CopySelection out;
        for (const auto& [option, text, target] :
             {std::tuple{"--from", &m_from, &out.from}, std::tuple{"--to", &m_to, &out.until}}) {
            if (text->empty()) continue;
            const auto time = parseTime(*text);
            if (!time)
                return Error{ErrorCode::InvalidArgument,
                             std::string(option) + ' ' + *text + ": expected a time as 2026-01-01T12:00:00Z"};
            *target = *time;
        }
        out.topics.insert(m_topics.begin(), m_topics.end());
        out.filter.expression = m_filter;
        if (!m_grep.empty()) out.filter.text = browse::TextQuery{m_grep, false};
        return out;
    }

    /// What captures say besides their records goes into the copy.
    Status takeDescriptions(capture::RecorderOptions& options) {
        for (const std::string& file : m_files) {
            if (!collect::isRecorded(file)) continue;
            auto described = collect::describeRecorded(file);
            if (!described) return described.error();
            if (options.info.clusterId.empty()) options.info.clusterId = described->info.clusterId;
            if (options.info.workspaceHash.empty())
                options.info.workspaceHash = described->info.workspaceHash;
            options.watermarks.insert(options.watermarks.end(), described->watermarks.begin(),
                                      described->watermarks.end());
            m_schemas.insert(m_schemas.end(), described->schemas.begin(), described->schemas.end());
        }
        return {};
    }

    static void printCounts(const capture::CopyCounts& counts, const capture::Recorder& recorder) {
        printNote(std::to_string(counts.copied) + " of " + std::to_string(counts.read) + " records copied");
        if (counts.malformed > 0)
            printNote(std::to_string(counts.malformed) +
                      " could not be taken apart and are NOT in the copy, the first because " +
                      counts.firstMalformed);
        if (counts.filterErrors > 0)
            printNote(std::to_string(counts.filterErrors) +
                      " records have no answer to the filter, the first because " + counts.firstFilterError);
        if (counts.full) printNote("--max-file was reached before the end");
        printRecorded(recorder);
    }

    std::vector<std::string> m_files;
    CaptureOutput m_output;
    std::string m_from;
    std::string m_to;
    std::vector<std::string> m_topics;
    std::string m_filter;
    std::string m_grep;
    bool m_quiet = false;
    std::vector<capture::CapturedSchema> m_schemas;
};

} // namespace

std::unique_ptr<Command> addCaptureCopy(CLI::App& parser) {
    return std::make_unique<CaptureCopyCommand>(parser);
}

} // namespace eventflow::app
