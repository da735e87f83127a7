#include "widgets/viewmodels/severity.h"

#include "core/model/labels.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace eventflow::viewmodels {

Severity severityOf(const Labels& labels) {
    static constexpr std::array<std::string_view, 7> kCritical{"critical", "page", "error",    "fatal",
                                                               "major",    "high", "emergency"};
    static constexpr std::array<std::string_view, 5> kWarning{"warning", "warn", "ticket", "minor", "medium"};
    std::string name(labels.get("severity"));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (std::find(kCritical.begin(), kCritical.end(), name) != kCritical.end()) return Severity::Critical;
    if (std::find(kWarning.begin(), kWarning.end(), name) != kWarning.end()) return Severity::Warning;
    return Severity::Info;
}

QString severityWord(Severity severity) {
    switch (severity) {
    case Severity::Critical:
        return QCoreApplication::translate("Severity", "Critical");
    case Severity::Warning:
        return QCoreApplication::translate("Severity", "Warning");
    case Severity::Info:
        return QCoreApplication::translate("Severity", "Info");
    case Severity::Ok:
        return QCoreApplication::translate("Severity", "OK");
    }
    return {};
}

QString severityIcon(Severity severity) {
    switch (severity) {
    case Severity::Critical:
        return QStringLiteral("severity-critical");
    case Severity::Warning:
        return QStringLiteral("severity-warning");
    case Severity::Info:
        return QStringLiteral("severity-info");
    case Severity::Ok:
        return QStringLiteral("severity-ok");
    }
    return {};
}

} // namespace eventflow::viewmodels
