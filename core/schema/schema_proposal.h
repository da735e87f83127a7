#pragma once

#include "core/base/result.h"
#include "core/schema/inference.h"

#include <string>
#include <string_view>

namespace eventflow::schema {

/// Schemas that let through what was observed: a field that every value had is required, one that some lacked
/// or that was null is optional. A proposal to be edited, as text. Errors: NotFound when nothing was
/// observed.

/// JSON Schema 2020-12, open, with examples.
Result<std::string> proposeJsonSchema(const Inference& observed, std::string_view title);

/// An Avro record called `name` (`shop.Order`; with a namespace or without). Names that Avro does not allow
/// are rewritten, the original is then in `doc`. InvalidArgument: no valid name, or the values are no
/// objects.
Result<std::string> proposeAvro(const Inference& observed, std::string_view name);

} // namespace eventflow::schema
