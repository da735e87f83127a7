#include "widgets/messages/messages_state.h"

#include "widgets/messages/message_detail.h"
#include "widgets/viewmodels/browse_model.h"

#include <QHeaderView>
#include <QRegularExpression>
#include <QSettings>
#include <QSplitter>
#include <QTableView>

namespace eventflow::widgets {

using namespace viewmodels;

namespace {

const QString kSplitter = QStringLiteral("messages/splitter");
const QString kColumns = QStringLiteral("messages/columns");
const QString kFields = QStringLiteral("messages/fields");
const QString kFormats = QStringLiteral("messages/formats");
constexpr qsizetype kMaxFormats = 1000;

} // namespace

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

void saveMessagesState(QSettings& settings, const MessagesParts& parts) {
    settings.setValue(kSplitter, parts.splitter.saveState());
    settings.setValue(kFields, parts.model.fields());
    settings.setValue(kColumns, parts.table.horizontalHeader()->saveState());
    QStringList formats;
    for (const auto& [topic, format] : parts.detail.formats())
        formats += QString::fromStdString(topic) + u'=' + QString::fromLatin1(toString(format));
    settings.setValue(kFormats, formats);
}

void restoreMessagesState(QSettings& settings, const MessagesParts& parts) {
    parts.splitter.restoreState(settings.value(kSplitter).toByteArray());
    QStringList fields;
    for (const QString& field : settings.value(kFields).toStringList())
        if (FieldPath::parse(field.toStdString())) fields += field;
    parts.model.setFields(fields);
    parts.table.horizontalHeader()->restoreState(settings.value(kColumns).toByteArray());
    std::map<std::string, codec::PayloadFormat> formats;
    for (const QString& entry : settings.value(kFormats).toStringList().mid(0, kMaxFormats)) {
        const auto equals = entry.lastIndexOf(u'=');
        if (const auto format = selectableFormatOf(entry.mid(equals + 1).toStdString()); format && equals > 0)
            formats[entry.left(equals).toStdString()] = *format;
    }
    parts.detail.setFormats(std::move(formats));
}

} // namespace eventflow::widgets
