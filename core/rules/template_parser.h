#pragma once

#include "core/rules/template.h"
#include "core/rules/template_ast.h"

#include <memory>
#include <string_view>

namespace eventflow::rules::tmpl {

/// nullptr with `problem` set when the text is not a template.
std::shared_ptr<const Body> parseBody(std::string_view text, TemplateProblem& problem);

} // namespace eventflow::rules::tmpl
