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

    [[nodiscard]] const std::optional<viewmodels::FilterFault>& fault() const { return m_check.fault; }
    /// Estimated steps of one evaluation, 0 where there is none.
    [[nodiscard]] std::uint64_t cost() const { return m_check.cost; }
    void setWords(const QStringList& words);

Q_SIGNALS:
    /// After every change of the text: fault() and cost() are up to date.
    void checked();

private:
    void check();
    void underline(qsizetype from, qsizetype length);

    viewmodels::FilterCheck m_check;
    WordCompleter* m_completer;
    bool m_formatting = false;
};

} // namespace eventflow::widgets
