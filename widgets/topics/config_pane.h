#pragma once

#include "core/admin/configs.h"

#include <QWidget>

#include <map>
#include <optional>
#include <string>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace eventflow::config {
struct Connection;
}

namespace eventflow::viewmodels {
class ConfigTableModel;
}

namespace eventflow::widgets {

class Notice;
class PlaceKeeper;

/// A configuration with what each value means. Thread: GUI.
class ConfigPane : public QWidget {
    Q_OBJECT
public:
    /// `editable`: single values can be set; else the pane is for reading.
    explicit ConfigPane(bool editable, QWidget* parent = nullptr);

    void setConnection(const config::Connection& connection);
    void setConfigs(const admin::ConfigSet& configs);
    void clear();

    [[nodiscard]] QTableView& table() { return *m_table; }

Q_SIGNALS:
    void alterRequested(const std::map<std::string, std::optional<std::string>>& values);

private:
    void showProblem(const std::optional<Error>& error);
    void choose(const QString& name);
    [[nodiscard]] const admin::ConfigEntry* chosen() const;
    void edit();

    viewmodels::ConfigTableModel* m_model;
    QString m_resource;
    QLineEdit* m_filter;
    QCheckBox* m_changedOnly;
    QPushButton* m_edit;
    Notice* m_problem;
    QTableView* m_table;
    QLabel* m_doc;
    PlaceKeeper* m_place = nullptr;
};

} // namespace eventflow::widgets
