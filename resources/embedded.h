#pragma once

#include <span>
#include <string_view>

namespace eventflow::resources {

/// A file that is part of the program. Both views live as long as it.
struct EmbeddedFile {
    std::string_view path; ///< relative, with `/`
    std::string_view contents;
};

/// The demo workspace, sorted by path: what the sample incident and a new workspace start from.
std::span<const EmbeddedFile> demoWorkspaceFiles();

} // namespace eventflow::resources
