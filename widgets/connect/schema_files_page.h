#pragma once

#include "widgets/connect/form_page.h"

#include <vector>

class QComboBox;
class QListWidget;
class QPushButton;

namespace eventflow::widgets {

class CheckedEdit;

/// Which schemas in files the payloads of some topics are read with: a list in the order in which they are
/// tried, and below it the fields of the chosen one. Thread: GUI.
class SchemaFilesPage final : public FormPage {
    Q_OBJECT
public:
    explicit SchemaFilesPage(QWidget* parent);

    void load(const config::Connection& connection) override;
    void store(config::Connection& connection) const override;
    [[nodiscard]] bool isValid() const override;

private:
    QLayout* makeButtons();
    void makeFields();
    void add();
    void removeChosen();
    void moveChosen(int by);
    void onEdited();
    /// Fields and buttons for the chosen item.
    void showChosen();
    void showItem(std::size_t index);
    void choose(int row);
    [[nodiscard]] int chosen() const;

    std::vector<config::SchemaFileChoice> m_files;
    QListWidget* m_list;
    QPushButton* m_remove;
    QPushButton* m_up;
    QPushButton* m_down;
    QFormLayout* m_fields;
    CheckedEdit* m_topics;
    QComboBox* m_part;
    QComboBox* m_format;
    CheckedEdit* m_path;
    CheckedEdit* m_message;
};

} // namespace eventflow::widgets
