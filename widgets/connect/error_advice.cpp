#include "widgets/connect/error_advice.h"

#include <QCoreApplication>

namespace eventflow::widgets {

namespace {
struct Advice {
    Q_DECLARE_TR_FUNCTIONS(ErrorAdvice)
};
} // namespace

QString adviceFor(const Error& error) {
    switch (error.code) {
    case ErrorCode::NotFound:
        return Advice::tr("No cluster is shown. A secret or the connection itself is missing: check the "
                          "page “Secrets”, then connect again.");
    case ErrorCode::PermissionDenied:
        return Advice::tr("No cluster is shown. The login was refused: check the user and the secret, then "
                          "connect again.");
    case ErrorCode::InvalidArgument:
    case ErrorCode::Unsupported:
        return Advice::tr("No cluster is shown. Correct the settings, then connect again.");
    default:
        return Advice::tr("No cluster is shown. Test the connection: it says which step fails and why.");
    }
}

} // namespace eventflow::widgets
