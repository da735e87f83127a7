#include "widgets/viewmodels/record_place.h"

#include "widgets/viewmodels/display_text.h"

#include <QRegularExpression>

namespace eventflow::viewmodels {

QString placeText(const RecordPlace& place) {
    return QStringLiteral("%1[%2]@%3").arg(oneLine(place.topic)).arg(place.partition).arg(place.offset);
}

std::optional<MessagesItem> parseItem(const QString& item) {
    static const QRegularExpression kForm(
        QStringLiteral("^([A-Za-z0-9._-]{1,249})(?:\\[(\\d{1,9})\\](?:@(\\d{1,18}))?)?$"));
    const auto match = kForm.match(item);
    if (!match.hasMatch()) return std::nullopt;
    MessagesItem out;
    out.topic = match.captured(1).toStdString();
    if (match.hasCaptured(2)) out.partition = match.captured(2).toInt();
    if (match.hasCaptured(3)) out.offset = match.captured(3).toLongLong();
    return out;
}

} // namespace eventflow::viewmodels
