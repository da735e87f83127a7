#pragma once

#include <QDialog>
#include <QStringList>

class QLabel;
class QPlainTextEdit;

namespace eventflow::widgets {

/// Edits the masking rules, one a line; rules that are wrong are named and not taken. Thread: GUI.
class MaskingDialog : public QDialog {
    Q_OBJECT
public:
    MaskingDialog(const QStringList& rules, QWidget* parent);

    [[nodiscard]] QStringList rules() const;
    void accept() override;

private:
    QPlainTextEdit* m_edit;
    QLabel* m_fault;
};

} // namespace eventflow::widgets
