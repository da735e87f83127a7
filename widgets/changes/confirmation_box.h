#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;

namespace eventflow::widgets {

/// Asks for the target of a change to be typed, letter by letter. Thread: GUI.
class ConfirmationBox : public QWidget {
    Q_OBJECT
public:
    explicit ConfirmationBox(QWidget* parent);

    void setTarget(const QString& target);
    [[nodiscard]] bool isConfirmed() const;
    [[nodiscard]] QString text() const;
    /// Why it is not confirmed yet, in a sentence.
    [[nodiscard]] QString reason() const;

Q_SIGNALS:
    void changed();

private:
    QString m_target;
    QLabel* m_question;
    QLineEdit* m_edit;
    QLabel* m_reason;
};

} // namespace eventflow::widgets
