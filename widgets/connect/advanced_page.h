#pragma once

#include "widgets/connect/form_page.h"

namespace eventflow::widgets {

class PairTable;

/// What few connections need: properties of the client library, and addresses of a tunnel.
class AdvancedPage : public FormPage {
    Q_OBJECT
public:
    explicit AdvancedPage(QWidget* parent);

    void load(const config::Connection& connection) override;
    void store(config::Connection& connection) const override;
    [[nodiscard]] bool isValid() const override;
    /// Whether properties that the security page sets are edited here instead. Before load().
    void setEditsSecurity(bool edits);

private:
    [[nodiscard]] QString propertyProblem(const QString& name, const QString& value) const;

    bool m_editsSecurity = false;
    PairTable* m_properties;
    PairTable* m_addresses;
};

} // namespace eventflow::widgets
