#include "pipelines/enrich/enricher.h"

#include "pipelines/enrich/lookup_rows.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

namespace eventflow::enrich {

namespace {

constexpr std::size_t kMaxTableBytes = 256 * 1024 * 1024; ///< of all tables together

enum class KeyField { Tenant, Host, Metric, Tag };

KeyField keyFieldOf(const std::string& name) {
    if (name == "tenant") return KeyField::Tenant;
    if (name == "host") return KeyField::Host;
    return name == "metric" ? KeyField::Metric : KeyField::Tag;
}

} // namespace

struct Enricher::Impl {
    struct Table {
        KeyField field = KeyField::Tag;
        std::string key;               ///< the tag's name, when the field is a tag
        std::vector<std::string> tags; ///< what a row gives, in the order of its values
        LookupRows rows;
    };
    std::vector<config::StaticTag> staticTags;
    std::vector<Table> tables;
    std::vector<config::FileStamp> stamps;
    std::size_t mostAdded = 0; ///< tags, by one event
};

namespace {

/// A tag list that starts as the event's own and moves to the arena when something is added.
class TagList {
public:
    TagList(Event& event, Arena& arena, std::size_t mostAdded)
        : m_event(event), m_arena(arena), m_mostAdded(mostAdded) {}

    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const {
        const auto found = std::ranges::find(m_event.tags, name, &Tag::name);
        return found == m_event.tags.end() ? std::nullopt : std::optional(found->value);
    }

    /// Never overwrites. Copies, because the tables may be replaced while the event is still on its way.
    void add(std::string_view name, std::string_view value) {
        if (value.empty() || find(name)) return;
        if (!m_moved) move();
        const std::size_t count = m_event.tags.size();
        std::construct_at(m_event.tags.data() + count, Tag{m_arena.copy(name), m_arena.copy(value)});
        m_event.tags = {m_event.tags.data(), count + 1};
    }

private:
    void move() {
        const std::size_t room = m_event.tags.size() + m_mostAdded;
        auto* const tags = reinterpret_cast<Tag*>(m_arena.allocate(room * sizeof(Tag), alignof(Tag)));
        std::uninitialized_copy(m_event.tags.begin(), m_event.tags.end(), tags);
        m_event.tags = {tags, m_event.tags.size()};
        m_moved = true;
    }

    Event& m_event;
    Arena& m_arena;
    std::size_t m_mostAdded;
    bool m_moved = false;
};

} // namespace

Enricher::Enricher() : m_impl(std::make_unique<Impl>()) {}
Enricher::~Enricher() = default;

Result<std::shared_ptr<const Enricher>> Enricher::load(const std::vector<config::StaticTag>& tags,
                                                       const std::vector<config::LookupTable>& lookups,
                                                       std::uint64_t version) {
    std::shared_ptr<Enricher> enricher(new Enricher());
    Impl& impl = *enricher->m_impl;
    enricher->m_version = version;
    impl.staticTags = tags;
    impl.mostAdded = tags.size();
    std::size_t bytesLeft = kMaxTableBytes;
    for (const config::LookupTable& lookup : lookups) {
        // The stamp is taken first: a file written while it is read looks changed afterwards.
        const config::FileStamp stamp = config::stampOf(lookup.file);
        auto rows = readLookupFile(lookup, bytesLeft);
        if (!rows) return rows.error();
        bytesLeft -= std::min<std::size_t>(bytesLeft, stamp.bytes);
        impl.tables.push_back({keyFieldOf(lookup.key), lookup.key, lookup.tags, std::move(*rows)});
        impl.stamps.push_back(stamp);
        impl.mostAdded += lookup.tags.size();
    }
    return std::shared_ptr<const Enricher>(std::move(enricher));
}

void Enricher::apply(Event& event, Arena& arena) const {
    if (empty()) return;
    TagList tags(event, arena, m_impl->mostAdded);
    for (const auto& [name, value] : m_impl->staticTags)
        tags.add(name, value);
    for (const Impl::Table& table : m_impl->tables) {
        std::string_view key;
        switch (table.field) {
        case KeyField::Tenant:
            key = event.tenantId;
            break;
        case KeyField::Host:
            key = event.sourceId;
            break;
        case KeyField::Metric:
            key = event.metric;
            break;
        case KeyField::Tag:
            key = tags.find(table.key).value_or(std::string_view());
            break;
        }
        const auto values = table.rows.find(key);
        for (std::size_t i = 0; i < values.size(); ++i)
            tags.add(table.tags[i], values[i]);
    }
}

bool Enricher::empty() const {
    return m_impl->staticTags.empty() && m_impl->tables.empty();
}

std::span<const config::FileStamp> Enricher::stamps() const {
    return m_impl->stamps;
}

} // namespace eventflow::enrich
