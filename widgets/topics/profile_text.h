#pragma once

#include "core/profile/topic_profile.h"
#include "widgets/viewmodels/share_model.h"

#include <QString>

#include <utility>
#include <vector>

namespace eventflow::widgets {

/// A profile as the screen tells it: names with values, and the shares of partitions, keys and headers.
std::vector<std::pair<QString, QString>> profileFacts(const profile::TopicProfile& profile);
std::vector<viewmodels::ShareModel::Row> partitionShares(const profile::TopicProfile& profile);
std::vector<viewmodels::ShareModel::Row> keyShares(const profile::TopicProfile& profile);
std::vector<viewmodels::ShareModel::Row> headerShares(const profile::TopicProfile& profile);

} // namespace eventflow::widgets
