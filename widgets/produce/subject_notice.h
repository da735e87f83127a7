#pragma once

#include "core/feed/cluster.h"
#include "widgets/common/async_call.h"
#include "widgets/common/notice.h"
#include "widgets/viewmodels/schema_versions.h"

#include <QTimer>

#include <memory>
#include <optional>
#include <string>

namespace eventflow::widgets {

/// What the registry knows of the values of a topic (`<topic>-value`), and what a typed value has to do with
/// it: a JSON Schema checks it; of every schema it is said that bytes are sent as they are typed.
/// Thread: GUI; the registry is asked elsewhere.
class SubjectNotice : public Notice {
    Q_OBJECT
public:
    SubjectNotice(std::shared_ptr<feed::Cluster> cluster, QWidget* parent);

    void setTopic(const std::string& topic);
    /// Nothing: there is no one value to check.
    void setValue(const std::optional<std::string>& value);

private:
    using Opened = std::shared_ptr<const viewmodels::OpenedSchema>;

    void ask();
    void refresh();
    [[nodiscard]] QString objection() const;

    const std::shared_ptr<feed::Cluster> m_cluster;
    std::string m_topic;
    std::optional<std::string> m_value;
    AsyncCall<Opened> m_call;
    Opened m_schema; ///< null: none, or not known yet
    QTimer m_typing;
};

} // namespace eventflow::widgets
