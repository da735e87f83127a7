#pragma once

#include "core/admin/configs.h"

#include <QDialog>

#include <map>
#include <optional>
#include <string>

class QLineEdit;
class QPushButton;
class QRadioButton;

namespace eventflow::widgets {

/// Asks for a new value of one configuration, or to take it back. Thread: GUI.
class ConfigEditDialog : public QDialog {
    Q_OBJECT
public:
    ConfigEditDialog(const QString& resource, const admin::ConfigEntry& entry, QWidget* parent = nullptr);

    /// As admin::AlterConfigs takes them.
    [[nodiscard]] std::map<std::string, std::optional<std::string>> values() const;

private:
    void validate();

    admin::ConfigEntry m_entry;
    QRadioButton* m_set;
    QRadioButton* m_inherit;
    QLineEdit* m_value;
    QPushButton* m_next = nullptr;
};

} // namespace eventflow::widgets
