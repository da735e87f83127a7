#pragma once

#include <QString>

#include <cstdint>
#include <optional>
#include <string>

class QSettings;
class QSplitter;
class QTableView;

namespace eventflow::viewmodels {
class BrowseModel;
}

namespace eventflow::widgets {

class MessageDetail;

/// What the screen is asked to show: `topic`, `topic[3]` or `topic[3]@12345`.
struct MessagesItem {
    std::string topic;
    std::optional<std::int32_t> partition;
    std::optional<std::int64_t> offset; ///< only with a partition
};
/// Nothing for a text that is none of these.
std::optional<MessagesItem> parseItem(const QString& item);

/// The parts whose state outlives a session.
struct MessagesParts {
    QSplitter& splitter;
    QTableView& table;
    viewmodels::BrowseModel& model;
    MessageDetail& detail;
};
void saveMessagesState(QSettings& settings, const MessagesParts& parts);
void restoreMessagesState(QSettings& settings, const MessagesParts& parts);

} // namespace eventflow::widgets
