#pragma once

#include "core/admin/topic_facts.h"
#include "core/base/result.h"

#include <QString>

#include <optional>

namespace eventflow::viewmodels {

/// What the list of topics learns of a topic only while its row is in sight, or sorted by it.
struct TopicDetails {
    admin::TopicFacts facts;
    std::optional<Error> configError; ///< why retention and cleanup are not known
    std::optional<Error> spanError;   ///< why the span of offsets is not known
};

/// `7d`, `without bound`, `denied`; of compacted topics that delete nothing `–`.
QString retentionText(const TopicDetails& details);
/// `delete`, `compact`, `compact, delete`.
QString cleanupText(const TopicDetails& details);
/// `≤ 12,345`: a span of offsets bounds the number of records, it is no count.
QString spanText(const std::optional<std::int64_t>& span);
/// `denied`, `not offered` or `not known`, for a cell whose request failed.
QString unknownWord(const Error& error);

} // namespace eventflow::viewmodels
