#include "pipelines/enrich/lookup_rows.h"

#include "core/codec/json_text.h"

#include <string>

namespace eventflow::enrich {

Status LookupRows::add(std::string_view key, std::span<const std::string_view> values, std::size_t place) {
    if (const auto found = m_rows.find(key); found != m_rows.end())
        return Error{ErrorCode::AlreadyExists, "key " + codec::excerpt(key) + " again, the first is " +
                                                   std::to_string(found->second.place)};
    if (m_rows.size() >= kMaxRows)
        return Error{ErrorCode::LimitExceeded, "more than " + std::to_string(kMaxRows) + " rows"};
    m_rows.emplace(m_text.copy(key), Row{m_values.size(), place});
    for (const std::string_view value : values)
        m_values.push_back(m_text.copy(value));
    return {};
}

} // namespace eventflow::enrich
