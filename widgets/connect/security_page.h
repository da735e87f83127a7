#pragma once

#include "widgets/connect/form_page.h"
#include "widgets/connect/security_choice.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;

namespace eventflow::widgets {

class PairTable;

/// How the client and the broker prove who they are: one choice, and the fields that it needs.
class SecurityPage : public FormPage {
    Q_OBJECT
public:
    explicit SecurityPage(QWidget* parent);

    void load(const config::Connection& connection) override;
    void store(config::Connection& connection) const override;
    [[nodiscard]] bool isValid() const override;
    [[nodiscard]] SecurityKind kind() const;

private:
    void makeFields();
    void showFields();
    [[nodiscard]] SecurityChoice choice() const;
    [[nodiscard]] QString noteOf(const SecurityChoice& choice) const;

    bool m_ownCertificate = false;   ///< loaded with one below SASL, which is rare
    bool m_otherCertificate = false; ///< the certificate comes from another property
    QFormLayout* m_form;
    QComboBox* m_kind;
    QLabel* m_note;
    QCheckBox* m_encrypted;
    QCheckBox* m_verify;
    CheckedEdit* m_user;
    CheckedEdit* m_endpoint;
    CheckedEdit* m_clientId;
    CheckedEdit* m_scope;
    CheckedEdit* m_tokenCaFile;
    PairTable* m_extensions;
    CheckedEdit* m_region;
    CheckedEdit* m_accessKey;
    QCheckBox* m_sessionToken;
    CheckedEdit* m_caFile;
    CheckedEdit* m_certificateFile;
    CheckedEdit* m_keyFile;
    QCheckBox* m_keyHasPassphrase;
};

} // namespace eventflow::widgets
