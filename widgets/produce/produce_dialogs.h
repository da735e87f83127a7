#pragma once

#include "core/admin/owned_record.h"
#include "core/feed/cluster.h"
#include "core/feed/cluster_desk.h"

#include <QString>

#include <memory>
#include <string>
#include <vector>

class QWidget;

/// The ways to write records from the desktop. Each opens a dialog that deletes itself, and ends in the dry
/// run of widgets/changes. Thread: GUI. `cluster` is the one that is written to.
namespace eventflow::widgets {

/// `topic` may be empty: it is asked for.
void openProduceDialog(std::shared_ptr<feed::Cluster> cluster, const QString& topic, QWidget* parent);
/// Writes copies of these records, to their own topic or another.
void openResendDialog(std::shared_ptr<feed::Cluster> cluster, std::vector<admin::OwnedRecord> records,
                      QWidget* parent);
/// Copies `sourceTopic` of `sourceConnection` (empty: of `cluster`) into a topic of `cluster`. The desk's
/// connections may be chosen as sources; it outlives the dialog.
void openCopyDialog(std::shared_ptr<feed::Cluster> cluster, const feed::ClusterDesk& desk,
                    const QString& sourceConnection, const QString& sourceTopic, QWidget* parent);
/// Sends dead letters back to where they came from.
void openRedriveDialog(std::shared_ptr<feed::Cluster> cluster, const std::string& deadLetterTopic,
                       std::vector<admin::OwnedRecord> letters, QWidget* parent);

} // namespace eventflow::widgets
