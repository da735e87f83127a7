#include "widgets/connect/advanced_page.h"

#include "widgets/common/view_setup.h"
#include "widgets/connect/field_checks.h"
#include "widgets/connect/pair_table.h"
#include "widgets/connect/security_choice.h"

#include <QLabel>
#include <QVBoxLayout>

namespace eventflow::widgets {

AdvancedPage::AdvancedPage(QWidget* parent)
    : FormPage(parent),
      m_properties(new PairTable(
          tr("Client properties"), tr("Property"), tr("Value"),
          [this](const QString& name, const QString& value) { return propertyProblem(name, value); }, this)),
      m_addresses(new PairTable(
          tr("Address overrides"), tr("Advertised address"), tr("Reached at"),
          [](const QString& advertised, const QString& reached) {
              const QString problem = field_checks::ofAddress(advertised);
              return problem.isEmpty() ? field_checks::ofAddress(reached) : problem;
          },
          this)) {
    m_properties->forbidSecrets();
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(6);
    layout->addWidget(makeLabel(tr("Client properties"), "heading", this));
    layout->addWidget(makeNote(tr("Properties of librdkafka, such as socket.timeout.ms or client.rack. What "
                                  "would join a group, commit or write is refused."),
                               this));
    layout->addWidget(m_properties, 1);
    layout->addSpacing(10);
    layout->addWidget(makeLabel(tr("Address overrides"), "heading", this));
    layout->addWidget(makeNote(tr("For tunnels and port forwarding: the address a broker advertises, and "
                                  "where it is reached from here. TLS still checks the advertised name."),
                               this));
    layout->addWidget(m_addresses, 1);
    for (PairTable* table : {m_properties, m_addresses})
        connect(table, &PairTable::changed, this, &FormPage::changed);
}

void AdvancedPage::load(const config::Connection& connection) {
    PairTable::Pairs properties = connection.properties;
    if (!m_editsSecurity)
        std::erase_if(properties, [](const auto& pair) { return isSecurityProperty(pair.first); });
    m_properties->setPairs(properties);
    m_addresses->setPairs(connection.addresses);
}

void AdvancedPage::store(config::Connection& connection) const {
    std::erase_if(connection.properties,
                  [this](const auto& pair) { return m_editsSecurity || !isSecurityProperty(pair.first); });
    for (const auto& [name, value] : m_properties->pairs())
        if (m_editsSecurity || !isSecurityProperty(name)) connection.properties.insert_or_assign(name, value);
    connection.addresses = m_addresses->pairs();
}

bool AdvancedPage::isValid() const {
    return m_properties->isValid() && m_addresses->isValid();
}

void AdvancedPage::setEditsSecurity(bool edits) {
    m_editsSecurity = edits;
}

QString AdvancedPage::propertyProblem(const QString& name, const QString& value) const {
    if (!m_editsSecurity && isSecurityProperty(name.toStdString()))
        return tr("“%1” is set on the page “Security”.").arg(name);
    return field_checks::ofProperty(name, value);
}

} // namespace eventflow::widgets
