#pragma once

#include "core/codec/detection.h"
#include "core/model/record.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::viewmodels {

/// A payload as the screen shows it: what it was read as, its value as JSON, and what was tried before.
struct ReadPayload {
    codec::PayloadFormat format = codec::PayloadFormat::Hex;
    std::string typeName;
    std::string schema; ///< id or GUID; empty: none
    /// The value as JSON; of a payload that is JSON its own text. Empty where there is no value to take
    /// apart: Null, Empty, Text, Xml, Hex.
    std::string json;
    std::vector<codec::FrameSpan> spans; ///< of the payload's bytes; empty: no frame
    std::vector<codec::DecodeAttempt> attempts;
    bool registryUnavailable = false;
    bool compressed = false; ///< attempts count in the inflated body

    /// Whether any way of reading it made sense of it.
    [[nodiscard]] bool understood() const { return format != codec::PayloadFormat::Hex; }
};

/// Reads payloads with the schemas of one cluster. Calls may wait for its registry: not for the GUI thread.
/// Thread: any (one at a time, locks).
class PayloadReader {
public:
    /// Without a registry: nullptr.
    explicit PayloadReader(std::shared_ptr<codec::SchemaLookup> schemas);

    /// How values of the topic are read from now on; nothing: as they look. Never waits.
    void setFormat(const std::string& topic, std::optional<codec::PayloadFormat> format);
    [[nodiscard]] ReadPayload read(std::string_view topic, std::span<const Header> headers,
                                   NullableBytes payload);

private:
    void applyFormats();

    std::mutex m_formatsMutex; ///< apart, so that nobody waits for a registry to say a format
    std::map<std::string, std::optional<codec::PayloadFormat>> m_newFormats; ///< guarded by it
    std::mutex m_mutex;
    std::shared_ptr<codec::SchemaLookup> m_schemas;
    codec::PayloadDetector m_detector; ///< guarded
    codec::ValueTape m_tape;           ///< guarded
};

/// The formats that a topic can be said to have, in the order to offer them.
std::span<const codec::PayloadFormat> selectableFormats();
std::optional<codec::PayloadFormat> selectableFormatOf(std::string_view name);

} // namespace eventflow::viewmodels
