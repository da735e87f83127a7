#pragma once

#include "core/base/result.h"

#include <QString>

namespace eventflow::viewmodels {

/// An error as the screen says it: what happened, and what can be done about it.
struct ErrorText {
    QString cause;
    QString nextStep;
};
ErrorText errorText(const Error& error);
/// Both, in one paragraph.
QString errorParagraph(const Error& error);

} // namespace eventflow::viewmodels
