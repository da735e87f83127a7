#pragma once

#include "core/config/connection.h"

#include <QWidget>

class QFormLayout;

namespace eventflow::widgets {

class CheckedEdit;

/// One page of the form of a connection: it shows and edits some of its members.
class FormPage : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    virtual void load(const config::Connection& connection) = 0;
    /// Writes the members that the page edits; the others stay as they are.
    virtual void store(config::Connection& connection) const = 0;
    [[nodiscard]] virtual bool isValid() const = 0;

Q_SIGNALS:
    void changed(); ///< by the user

protected:
    /// A form in the style of all pages.
    static QFormLayout* makeForm();
    enum class Entry { Text, File };
    /// A row with a line to type in, without a check as yet. `title` may have a mnemonic.
    CheckedEdit* addEdit(QFormLayout& form, const QString& title, const QString& placeholder = {},
                         Entry entry = Entry::Text);
    /// A sentence below a field.
    static QWidget* makeNote(const QString& text, QWidget* parent);
    static QString joined(const std::vector<std::string>& items);
    static std::vector<std::string> listed(const QString& text);
    static void showRow(QFormLayout& form, QWidget& field, bool visible);
};

} // namespace eventflow::widgets
