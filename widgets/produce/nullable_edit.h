#pragma once

#include <QWidget>

#include <optional>
#include <string>

class QCheckBox;
class QLabel;
class QPlainTextEdit;

namespace eventflow::widgets {

/// A key or a value: text of any number of lines, or null, which is not the empty text. What looks like JSON
/// and is not is said with its place. Thread: GUI.
class NullableEdit : public QWidget {
    Q_OBJECT
public:
    /// `nullText`: what null means there.
    NullableEdit(const QString& name, const QString& nullText, QWidget* parent);

    [[nodiscard]] std::optional<std::string> bytes() const;
    void setBytes(const std::optional<std::string>& bytes);

Q_SIGNALS:
    void changed();

private:
    void refresh();

    QPlainTextEdit* m_edit;
    QCheckBox* m_null;
    QLabel* m_hint;
};

} // namespace eventflow::widgets
