#include "widgets/viewmodels/change_text.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <variant>

namespace eventflow::viewmodels {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(eventflow::viewmodels::ChangeText)
};

QString shown(const std::string& name) {
    return oneLine(name, 120);
}

struct Title {
    QString operator()(const admin::CreateTopic& change) const {
        return Text::tr("Create the topic %1").arg(shown(change.topic.name));
    }
    QString operator()(const admin::EnsurePipelineTopics&) const {
        return Text::tr("Create the topics of the pipeline");
    }
    QString operator()(const admin::AlterConfigs& change) const {
        return Text::tr("Change the configuration of %1").arg(shown(change.topic));
    }
    QString operator()(const admin::AddPartitions& change) const {
        return Text::tr("Add partitions to %1").arg(shown(change.topic));
    }
    QString operator()(const admin::DeleteTopic& change) const {
        return Text::tr("Delete the topic %1").arg(shown(change.topic));
    }
    QString operator()(const admin::DeleteRecords& change) const {
        return Text::tr("Delete records of %1").arg(shown(change.topic));
    }
    QString operator()(const admin::ResetOffsets& change) const {
        return Text::tr("Reset the offsets of %1").arg(shown(change.group));
    }
    QString operator()(const admin::DeleteGroup& change) const {
        return Text::tr("Delete the group %1").arg(shown(change.group));
    }
    QString operator()(const admin::DeleteOffsets& change) const {
        return Text::tr("Delete the offsets of %1 in %2").arg(shown(change.group), shown(change.topic));
    }
    QString operator()(const admin::ProduceRecords& change) const {
        return Text::tr("Write records to %1").arg(shown(change.topic));
    }
    QString operator()(const admin::ResendRecords& change) const {
        return Text::tr("Send records again to %1").arg(shown(change.topic));
    }
    QString operator()(const admin::CopyRecords& change) const {
        return Text::tr("Copy records of %1 to %2").arg(shown(change.sourceTopic), shown(change.topic));
    }
    QString operator()(const admin::RedriveRecords& change) const {
        return Text::tr("Send dead letters of %1 back").arg(shown(change.deadLetterTopic));
    }
};

struct Verb {
    QString operator()(const admin::CreateTopic&) const { return Text::tr("Create topic"); }
    QString operator()(const admin::EnsurePipelineTopics&) const { return Text::tr("Create topics"); }
    QString operator()(const admin::AlterConfigs&) const { return Text::tr("Change configuration"); }
    QString operator()(const admin::AddPartitions&) const { return Text::tr("Add partitions"); }
    QString operator()(const admin::DeleteTopic&) const { return Text::tr("Delete topic"); }
    QString operator()(const admin::DeleteRecords&) const { return Text::tr("Delete records"); }
    QString operator()(const admin::ResetOffsets&) const { return Text::tr("Reset offsets"); }
    QString operator()(const admin::DeleteGroup&) const { return Text::tr("Delete group"); }
    QString operator()(const admin::DeleteOffsets&) const { return Text::tr("Delete offsets"); }
    QString operator()(const admin::ProduceRecords&) const { return Text::tr("Write records"); }
    QString operator()(const admin::ResendRecords&) const { return Text::tr("Send again"); }
    QString operator()(const admin::CopyRecords&) const { return Text::tr("Copy records"); }
    QString operator()(const admin::RedriveRecords&) const { return Text::tr("Send back"); }
};

template <typename... Kinds>
bool isOneOf(const admin::ChangeRequest& request) {
    return (std::holds_alternative<Kinds>(request) || ...);
}

} // namespace

QString changeTitle(const admin::ChangeRequest& request) {
    return std::visit(Title{}, request);
}

QString changeVerb(const admin::ChangeRequest& request) {
    return std::visit(Verb{}, request);
}

bool isDestructive(const admin::ChangeRequest& request) {
    return isOneOf<admin::DeleteTopic, admin::DeleteRecords, admin::DeleteGroup, admin::DeleteOffsets>(
        request);
}

bool writesRecords(const admin::ChangeRequest& request) {
    return isOneOf<admin::ProduceRecords, admin::ResendRecords, admin::CopyRecords, admin::RedriveRecords>(
        request);
}

QString writeCountsText(const admin::WriteCounts& counts) {
    QStringList parts{Text::tr("%1 written").arg(format::exact(counts.written))};
    if (counts.failed > 0) parts += Text::tr("%1 failed").arg(format::exact(counts.failed));
    if (counts.skipped > 0) parts += Text::tr("%1 left out").arg(format::exact(counts.skipped));
    parts += format::bytes(static_cast<double>(counts.bytes));
    return parts.join(QStringLiteral(", "));
}

QString environmentWord(config::Environment environment) {
    switch (environment) {
    case config::Environment::Development:
        return Text::tr("Development");
    case config::Environment::Test:
        return Text::tr("Test");
    case config::Environment::Production:
        break;
    }
    return Text::tr("Production");
}

} // namespace eventflow::viewmodels
