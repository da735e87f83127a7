#include "widgets/produce/subject_notice.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/produce_request.h"
#include "widgets/viewmodels/schema_text.h"

namespace eventflow::widgets {

using namespace viewmodels;

namespace {

constexpr int kTypingMs = 300;

} // namespace

SubjectNotice::SubjectNotice(std::shared_ptr<feed::Cluster> cluster, QWidget* parent)
    : Notice(parent), m_cluster(std::move(cluster)) {
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(&m_typing, &QTimer::timeout, this, &SubjectNotice::ask);
}

void SubjectNotice::setTopic(const std::string& topic) {
    if (topic == m_topic) return;
    m_topic = topic;
    m_schema.reset();
    m_call.cancel();
    refresh();
    m_typing.start();
}

void SubjectNotice::setValue(const std::optional<std::string>& value) {
    m_value = value;
    refresh();
}

void SubjectNotice::ask() {
    if (m_topic.empty() || m_cluster->registry() == nullptr) return;
    m_call.start(
        [cluster = m_cluster, subject = m_topic + "-value"](std::stop_token) -> Opened {
            feed::SchemaRegistry& registry = *cluster->registry();
            const auto latest =
                registry.schema(subject, registry::VersionSelector::latest(), registry::Deleted::Exclude);
            // Most topics have no schema: that is nothing to speak of.
            if (!latest && latest.error().code == ErrorCode::NotFound) return nullptr;
            if (!latest) {
                OpenedSchema failed;
                failed.registered.subject = subject;
                failed.error = latest.error();
                return std::make_shared<const OpenedSchema>(std::move(failed));
            }
            return std::make_shared<const OpenedSchema>(openSchema(registry, subject, latest->version));
        },
        [this](Opened schema) {
            m_schema = std::move(schema);
            refresh();
        });
}

QString SubjectNotice::objection() const {
    if (!m_value || m_value->empty() || !m_schema->parsed) return {};
    const auto check = checkJsonValue(*m_schema->parsed, *m_value);
    if (!check) return tr("It could not be checked: %1.").arg(oneLine(check.error().detail));
    if (check->compatible()) return {};
    const auto& first = check->incompatibilities.front();
    QString text = tr("It does not surely follow the schema: at %1, %2.")
                       .arg(first.readerPath.empty() ? tr("the top") : oneLine(first.readerPath),
                            oneLine(first.message, 400));
    if (check->incompatibilities.size() > 1)
        text += u' ' + tr("There are %1 more objections.").arg(check->incompatibilities.size() - 1);
    return text;
}

void SubjectNotice::refresh() {
    if (m_schema == nullptr) return showText(Severity::Info, {});
    const registry::SubjectSchema& registered = m_schema->registered;
    const QString subject = oneLine(registered.subject);
    if (registered.id == 0)
        return showText(Severity::Warning,
                        tr("Whether %1 has a schema is not known: %2")
                            .arg(subject, errorText(m_schema->error.value_or(Error{})).cause));
    const QString what = tr("%1 is registered: %2, version %3.")
                             .arg(subject, schemaTypeText(registered.schema.type))
                             .arg(registered.version);
    const QString plain =
        tr("Bytes are sent as typed, without the schema id in front that the registry's own "
           "deserializers ask for.");
    if (registered.schema.type != codec::SchemaType::Json)
        return showText(Severity::Warning,
                        what + u' ' + tr("The value is not encoded with it.") + u' ' + plain);
    const QString against = objection();
    const bool checked = m_value && !m_value->empty() && m_schema->parsed;
    showText(against.isEmpty() ? Severity::Info : Severity::Warning,
             what + u' ' +
                 (!against.isEmpty() ? against
                  : checked          ? tr("The value follows it.")
                                     : QString()) +
                 u' ' + plain);
}

} // namespace eventflow::widgets
