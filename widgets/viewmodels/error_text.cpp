#include "widgets/viewmodels/error_text.h"

#include "widgets/viewmodels/display_text.h"

#include <QCoreApplication>

namespace eventflow::viewmodels {
namespace {

constexpr std::size_t kShownBytes = 600;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(eventflow::viewmodels::ErrorText)
};

ErrorText textOf(ErrorCode code) {
    switch (code) {
    case ErrorCode::PermissionDenied:
        return {Text::tr("Not allowed: %1"),
                Text::tr("Use a login that has this right, or ask for it on the cluster.")};
    case ErrorCode::Unavailable:
        return {Text::tr("No answer: %1"), Text::tr("Check the connection, then try again.")};
    case ErrorCode::NotFound:
        return {Text::tr("Not there: %1"), Text::tr("It may be gone by now. Refresh, then choose again.")};
    case ErrorCode::InvalidArgument:
        return {Text::tr("Not possible: %1"), Text::tr("Correct what was asked for, then try again.")};
    case ErrorCode::AlreadyExists:
        return {Text::tr("Already there: %1"), Text::tr("Choose another name.")};
    case ErrorCode::LimitExceeded:
        return {Text::tr("Too much: %1"), Text::tr("Ask for less at a time.")};
    case ErrorCode::Unsupported:
        return {Text::tr("Not supported: %1"), Text::tr("A newer broker may offer it.")};
    case ErrorCode::Cancelled:
        return {Text::tr("Stopped: %1"), Text::tr("What was done until then stays done.")};
    default:
        return {QStringLiteral("%1"), Text::tr("Try again. The log of the program may say more.")};
    }
}

} // namespace

ErrorText errorText(const Error& error) {
    ErrorText text = textOf(error.code);
    text.cause = text.cause.arg(oneLine(error.detail, kShownBytes));
    return text;
}

QString errorParagraph(const Error& error) {
    const ErrorText text = errorText(error);
    const bool ended = text.cause.endsWith(u'.') || text.cause.endsWith(u'…');
    return text.cause + (ended ? QStringLiteral(" ") : QStringLiteral(". ")) + text.nextStep;
}

} // namespace eventflow::viewmodels
