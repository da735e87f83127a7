#pragma once

#include <memory>

class QSettings;
class QSplitter;
class QTableView;

namespace eventflow::viewmodels {
class Bookmarks;
class BrowseModel;
class MaskingRules;
} // namespace eventflow::viewmodels

namespace eventflow::widgets {

class MessageDetail;

/// The parts whose state is restored.
struct MessagesParts {
    QSplitter& splitter;
    QTableView& table;
    viewmodels::BrowseModel& model;
    MessageDetail& detail;
    viewmodels::Bookmarks& bookmarks;
    std::shared_ptr<const viewmodels::MaskingRules>& masking;
};
void saveMessagesState(QSettings& settings, const QSplitter& splitter, const QTableView& table,
                       const viewmodels::BrowseModel& model, const MessageDetail& detail,
                       const viewmodels::Bookmarks& bookmarks, const viewmodels::MaskingRules& masking);
void restoreMessagesState(QSettings& settings, const MessagesParts& parts);

} // namespace eventflow::widgets
