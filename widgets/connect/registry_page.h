#pragma once

#include "widgets/connect/form_page.h"

class QCheckBox;
class QComboBox;
class QFormLayout;

namespace eventflow::widgets {

/// The schema registry, if there is one.
class RegistryPage : public FormPage {
    Q_OBJECT
public:
    explicit RegistryPage(QWidget* parent);

    void load(const config::Connection& connection) override;
    void store(config::Connection& connection) const override;
    [[nodiscard]] bool isValid() const override;

private:
    enum Login : int { NoLogin, User, Token, ClusterToken };
    void showFields();
    [[nodiscard]] Login login() const;

    QFormLayout* m_form;
    CheckedEdit* m_urls;
    QComboBox* m_login;
    CheckedEdit* m_user;
    CheckedEdit* m_caFile;
    CheckedEdit* m_certificateFile;
    CheckedEdit* m_keyFile;
    QCheckBox* m_keyHasPassphrase;
};

} // namespace eventflow::widgets
