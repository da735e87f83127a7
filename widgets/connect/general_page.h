#pragma once

#include "widgets/connect/form_page.h"

#include <QStringList>

class QButtonGroup;
class QCheckBox;
class QLabel;

namespace eventflow::widgets {

class CheckedEdit;
class ColourEdit;

/// Name, addresses, topics, and how careful the desktop has to be.
class GeneralPage : public FormPage {
    Q_OBJECT
public:
    explicit GeneralPage(QWidget* parent);

    /// Names of other connections.
    void setTakenNames(const QStringList& names);
    void load(const config::Connection& connection) override;
    void store(config::Connection& connection) const override;
    [[nodiscard]] bool isValid() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeEnvironments();
    QWidget* makeSafety();
    void showConsequences();
    void colourEnvironments();
    [[nodiscard]] config::Environment environment() const;

    QStringList m_takenNames;
    CheckedEdit* m_name;
    CheckedEdit* m_servers;
    CheckedEdit* m_topics;
    QButtonGroup* m_environments;
    QLabel* m_environmentNote;
    ColourEdit* m_colour;
    QCheckBox* m_allowChanges;
    QLabel* m_changesNote;
};

} // namespace eventflow::widgets
