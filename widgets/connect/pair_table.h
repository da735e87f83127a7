#pragma once

#include <QWidget>

#include <functional>
#include <map>
#include <string>

class QLabel;
class QPushButton;
class QTableWidget;

namespace eventflow::widgets {

/// Names and values that are edited in a table. What is wrong with a row is said below, and its cells carry
/// it as tool tip. Thread: GUI.
class PairTable : public QWidget {
    Q_OBJECT
public:
    using Pairs = std::map<std::string, std::string>;
    /// What is wrong with a pair; empty: nothing.
    using Check = std::function<QString(const QString& name, const QString& value)>;

    PairTable(const QString& accessibleName, const QString& nameTitle, const QString& valueTitle, Check check,
              QWidget* parent);
    ~PairTable() override;

    /// A name that is a secret's gets no value: what was typed is taken out at once.
    void forbidSecrets() { m_forbidSecrets = true; }
    void setPairs(const Pairs& pairs);
    /// Complete rows. Meaningful when isValid().
    [[nodiscard]] Pairs pairs() const;
    [[nodiscard]] bool isValid() const { return problem().isEmpty(); }
    /// Of the first row that is wrong.
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QTableWidget& table() const { return *m_table; }

Q_SIGNALS:
    void changed(); ///< by the user

private:
    void addRow(const QString& name, const QString& value);
    void removeRow();
    void onEdited(int row);
    void showProblems();
    [[nodiscard]] QString textAt(int row, int column) const;
    [[nodiscard]] QString problemOf(int row) const;

    Check m_check;
    bool m_forbidSecrets = false;
    QTableWidget* m_table;
    QPushButton* m_remove;
    QLabel* m_problem;
};

} // namespace eventflow::widgets
