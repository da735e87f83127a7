#pragma once

#include "widgets/viewmodels/schema_versions.h"
#include "widgets/viewmodels/text_table_model.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace eventflow::viewmodels {

/// A text that may become the next version of a subject.
struct SchemaCandidate {
    std::string subject;
    registry::SchemaDefinition schema;
    schema::CompatibilityMode mode = schema::CompatibilityMode::Backward;
    std::vector<SubjectVersionMark> versions;                ///< newest first
    std::vector<std::shared_ptr<const OpenedSchema>> opened; ///< those that are at hand
    bool askRegistry = false;
};

struct CandidateCheck {
    std::optional<Error> fault; ///< the text cannot be parsed, or its references cannot be had
    schema::CompatibilityReport report;
    /// Versions that the mode asks for and that could not be opened: nothing is known about them.
    std::vector<std::pair<int, Error>> unchecked;
    std::optional<int> sameAs;                                     ///< a version that has this very text
    std::optional<Result<registry::CompatibilityAnswer>> registry; ///< its own opinion, if asked

    [[nodiscard]] bool compatible() const { return !fault && unchecked.empty() && report.compatible(); }
};
/// Blocks: opens versions that are not at hand, and asks the registry.
CandidateCheck checkCandidate(feed::SchemaRegistry& registry, const SchemaCandidate& candidate,
                              const std::stop_token& stop);

/// A row for each reason: version, direction, path, reason.
QStringList reasonTitles();
std::vector<TextTableModel::Row> reasonRows(const CandidateCheck& check);
/// `Compatible by FULL: …`, `2 reasons against …`.
QString verdictText(const CandidateCheck& check, const SchemaCandidate& candidate);
/// What the registry says, in a sentence.
QString registryOpinion(const CandidateCheck& check);

/// Where an error says that it is in `text`: a position in UTF-16 units. Understands `byte 17: …` and
/// `file.proto:3:9: …`.
std::optional<qsizetype> placeOfFault(const std::string& text, const Error& fault);
/// `line 3, column 9` of such a position.
QString lineAndColumn(const QString& text, qsizetype position);

} // namespace eventflow::viewmodels
