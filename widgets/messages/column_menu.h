#pragma once

#include <QStringList>
#include <QToolButton>

class QTableView;

namespace eventflow::viewmodels {
class BrowseModel;
}

namespace eventflow::widgets {

/// Chooses the columns of the table of messages: the fixed ones, and fields of the values. Thread: GUI.
class ColumnMenu : public QToolButton {
    Q_OBJECT
public:
    ColumnMenu(QTableView& table, viewmodels::BrowseModel& model, QWidget* parent);

    /// What to complete fields by.
    void setSeenFields(const QStringList& paths) { m_seen = paths; }
    void addField(const QString& path);
    void removeField(const QString& path);
    /// Widths and order, the columns as they are now.
    void reset();

Q_SIGNALS:
    void fieldsChanged();

private:
    void fill();
    void askForField();
    void setFields(const QStringList& fields);

    QTableView& m_table;
    viewmodels::BrowseModel& m_model;
    QStringList m_seen;
};

} // namespace eventflow::widgets
