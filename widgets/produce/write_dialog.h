#pragma once

#include "core/admin/change_request.h"
#include "core/feed/cluster.h"

#include <QDialog>

#include <memory>

class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace eventflow::widgets {

/// What the dialogs that write records have in common: which cluster it is, what is missing, and the button
/// to the dry run. On a connection that only reads the dry run is all there is, and that is said.
/// Thread: GUI.
class WriteDialog : public QDialog {
    Q_OBJECT
public:
    [[nodiscard]] const std::shared_ptr<feed::Cluster>& cluster() const { return m_cluster; }

protected:
    WriteDialog(std::shared_ptr<feed::Cluster> cluster, const QString& title, QWidget* parent);

    /// Where subclasses put what they ask for.
    [[nodiscard]] QVBoxLayout& body() { return *m_body; }
    [[nodiscard]] QLineEdit* addLineEdit(QFormLayout& form, const QString& label, const QString& text,
                                         const QString& placeholder = {});
    /// What keeps the dry run from being asked for, in a sentence; empty: nothing. Call refresh() when it may
    /// be another.
    [[nodiscard]] virtual QString problem() const = 0;
    [[nodiscard]] virtual admin::ChangeRequest request() const = 0;
    /// The change was tried; closes the dialog unless overridden.
    virtual void changed() { accept(); }
    void refresh();

private:
    void plan();

    const std::shared_ptr<feed::Cluster> m_cluster;
    QVBoxLayout* m_body;
    QLabel* m_problem;
    QPushButton* m_plan;
};

} // namespace eventflow::widgets
