#pragma once

#include "core/feed/cluster.h"
#include "pipelines/kafka/cluster_access.h"

#include <functional>
#include <memory>
#include <span>
#include <stop_token>

// Reads of records for the screen, over pipelines/browse. Each opens a client of its own and blocks until it
// is over or stopped. Thread: any.

namespace eventflow::app {

Result<browse::ScanEstimate> estimateScan(const kafka::ClusterAccess& access,
                                          const browse::ScanRequest& request, std::stop_token stop);
Result<browse::ScanEnd> runScan(const kafka::ClusterAccess& access, const browse::ScanRequest& request,
                                const browse::FilterRequest& filter, feed::ScanResult& into,
                                std::stop_token stop);
Result<browse::ScanEnd> findKey(const kafka::ClusterAccess& access, const browse::ScanRequest& request,
                                const feed::KeySearch& search, const browse::FilterRequest& filter,
                                feed::ScanResult& into, std::stop_token stop);
Result<std::unique_ptr<feed::MessagePager>> openPager(const kafka::ClusterAccess& access,
                                                      const browse::ScanRequest& request,
                                                      const browse::FilterRequest& filter,
                                                      const feed::PageStart& start, std::stop_token stop);
Status readRecords(const kafka::ClusterAccess& access, std::span<const admin::RecordAddress> places,
                   const feed::Cluster::TakeRecords& take, std::stop_token stop);
Result<profile::TopicProfile>
profileTopic(const kafka::ClusterAccess& access, const std::string& topic, const browse::ScanLimits& limits,
             const std::function<void(const profile::TopicProfile&)>& onProgress, std::stop_token stop);

} // namespace eventflow::app
