#pragma once

#include "widgets/viewmodels/filter_text.h"

#include <QLineEdit>

#include <optional>

namespace eventflow::widgets {

class WordCompleter;

/// A CEL filter in one line: checked at every keystroke, the place of the first fault underlined, words
/// completed. Thread: GUI.
class FilterEdit : public QLineEdit {
    Q_OBJECT
public:
    explicit FilterEdit(QWidget* parent);

    [[nodiscard]] const std::optional<viewmodels::FilterFault>& fault() const { return m_fault; }
    void setWords(const QStringList& words);

Q_SIGNALS:
    /// After every change of the text: fault() is up to date.
    void checked();

private:
    void check();
    void underline(qsizetype from, qsizetype length);

    std::optional<viewmodels::FilterFault> m_fault;
    WordCompleter* m_completer;
    bool m_formatting = false;
};

} // namespace eventflow::widgets
