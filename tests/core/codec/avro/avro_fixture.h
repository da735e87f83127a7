#pragma once

#include "core/codec/avro/decoder.h"

#include <memory>
#include <string>
#include <string_view>

namespace eventflow::test {

std::string unhex(std::string_view digits);
std::string hex(std::string_view bytes);

/// The schema of a text that has to be one.
std::shared_ptr<const codec::avro::Schema> avroSchema(std::string_view text);

/// A tape as compact text: `{a:1,b:"x",c:[true,null],d:x'00ff',e:1.5}`, with a format behind the value:
/// `12.30 decimal`.
std::string render(const codec::ValueTape& tape);

/// What the writer's bytes become, rendered; or `byte 3 at a.b: reason`.
std::string decoded(std::string_view writer, std::string_view bytes);
std::string decoded(std::string_view writer, std::string_view reader, std::string_view bytes);

/// Every promise that a tape makes about its shape.
bool isSound(const codec::ValueTape& tape, std::size_t payloadBytes);

} // namespace eventflow::test
