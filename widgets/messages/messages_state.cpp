#include "widgets/messages/messages_state.h"

#include "widgets/messages/message_detail.h"
#include "widgets/viewmodels/browse_model.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/masking.h"

#include <QHeaderView>
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
const QString kBookmarks = QStringLiteral("messages/bookmarks");
const QString kMasking = QStringLiteral("messages/masking");
constexpr qsizetype kMaxFormats = 1000;

} // namespace

void saveMessagesState(QSettings& settings, const QSplitter& splitter, const QTableView& table,
                       const BrowseModel& model, const MessageDetail& detail, const Bookmarks& bookmarks,
                       const MaskingRules& masking) {
    settings.setValue(kSplitter, splitter.saveState());
    settings.setValue(kFields, model.fields());
    settings.setValue(kColumns, table.horizontalHeader()->saveState());
    QStringList formats;
    for (const auto& [topic, format] : detail.formats())
        formats += QString::fromStdString(topic) + u'=' + QString::fromLatin1(toString(format));
    settings.setValue(kFormats, formats);
    settings.setValue(kBookmarks, bookmarks.toText());
    QStringList rules;
    for (const std::string& rule : masking.rules())
        rules += fromUtf8(rule);
    settings.setValue(kMasking, rules);
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
    parts.bookmarks = Bookmarks::fromText(settings.value(kBookmarks).toStringList());
    std::vector<std::string> rules;
    for (const QString& rule : settings.value(kMasking).toStringList())
        rules.push_back(rule.toStdString());
    if (auto masking = MaskingRules::parse(rules))
        parts.masking = std::make_shared<const MaskingRules>(std::move(*masking));
}

} // namespace eventflow::widgets
