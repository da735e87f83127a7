#pragma once

#include "core/codec/avro/container.h"
#include "core/interchange/framer.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace eventflow::interchange {

/// Cuts an Avro object container file into its blocks: each from its number of values up to its sync marker.
/// A block whose sizes or marker are damaged is an item with a fault up to the next marker; a header that
/// cannot be read is one that ends the file. Thread: confined. Memory: the window holds a block, of at most
/// kMaxBlockBytes.
class AvroSplitter final : public Framer {
public:
    /// More values than this in a block are taken for damage.
    static constexpr std::int64_t kMaxBlockValues = std::int64_t(1) << 32;

    explicit AvroSplitter(std::int64_t start = 0) : m_position(start) {}

    Step next(std::string_view window, bool atEnd, Item& item, std::size_t& used) override;
    [[nodiscard]] std::int64_t position() const override { return m_position; }

    /// From the first block on.
    [[nodiscard]] const std::optional<codec::avro::ContainerHeader>& header() const { return m_header; }
    /// Of a sound block, as it says at its beginning.
    [[nodiscard]] static std::int64_t valueCount(std::string_view block);

private:
    enum class Look : std::uint8_t { More, Block, Damage };

    Step readHeader(std::string_view window, bool atEnd, Item& item, std::size_t& used);
    Look damaged(const char* why);
    Look lookAtBlock(std::string_view window, bool atEnd, std::size_t& end);
    Step passDamage(std::string_view window, bool atEnd, Item& item, std::size_t& used);
    Step give(std::string_view text, Item& item, std::size_t& used);

    std::int64_t m_position;
    std::optional<codec::avro::ContainerHeader> m_header;
    bool m_unreadable = false;      ///< the header is: nothing follows
    const char* m_damage = nullptr; ///< why the block at the window's front is passed over
    std::int64_t m_damageStart = 0;
    std::size_t m_searched = 0; ///< bytes at the window's front that have no marker
    OverlongItem m_overlong;
};

} // namespace eventflow::interchange
