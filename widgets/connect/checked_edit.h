#pragma once

#include <QString>
#include <QWidget>

#include <functional>

class QLabel;
class QLineEdit;

namespace eventflow::widgets {

/// A line to type in; what is wrong with it is said below while it is typed. One that is empty and was never
/// touched is not wrong yet, though it may not be valid either.
class CheckedEdit : public QWidget {
    Q_OBJECT
public:
    /// What is wrong with a text; empty: nothing.
    using Check = std::function<QString(const QString&)>;

    CheckedEdit(const QString& accessibleName, Check check, QWidget* parent);

    void setCheck(Check check);
    /// Adds a button that chooses a file.
    void addFileButton();
    void setPlaceholder(const QString& text);

    /// By the program: the entry counts as untouched again.
    void setText(const QString& text);
    [[nodiscard]] QString text() const; ///< trimmed
    [[nodiscard]] bool isValid() const;
    /// Checks again: what it depends on has changed.
    void recheck();
    [[nodiscard]] QLineEdit& edit() const { return *m_edit; }
    /// As shown below the line; empty: nothing is.
    [[nodiscard]] QString shownProblem() const;

Q_SIGNALS:
    void changed(); ///< by the user

private:
    Check m_check;
    QLineEdit* m_edit;
    QLabel* m_problem;
};

} // namespace eventflow::widgets
