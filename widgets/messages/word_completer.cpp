#include "widgets/messages/word_completer.h"

#include <QAbstractItemView>
#include <QLineEdit>

#include <algorithm>

namespace eventflow::widgets {

namespace {

constexpr int kShownWords = 12;

} // namespace

WordCompleter::WordCompleter(QLineEdit& edit, QString separators, Qt::MatchFlag filter)
    : QObject(&edit), m_edit(edit), m_separators(std::move(separators)) {
    m_completer.setModel(&m_words);
    m_completer.setWidget(&edit);
    m_completer.setCaseSensitivity(Qt::CaseInsensitive);
    m_completer.setFilterMode(filter);
    m_completer.setMaxVisibleItems(kShownWords);
    connect(&edit, &QLineEdit::textEdited, this, &WordCompleter::suggest);
    connect(&m_completer, qOverload<const QString&>(&QCompleter::activated), this, &WordCompleter::complete);
}

qsizetype WordCompleter::wordStart() const {
    const QString text = m_edit.text();
    qsizetype start = m_edit.cursorPosition();
    while (start > 0 && !m_separators.contains(text.at(start - 1)))
        --start;
    return start;
}

void WordCompleter::suggest() {
    const qsizetype start = wordStart();
    const QString word = m_edit.text().mid(start, m_edit.cursorPosition() - start);
    if (word.isEmpty()) return m_completer.popup()->hide();
    m_completer.setCompletionPrefix(word);
    const bool done = m_completer.completionCount() == 1 && m_completer.currentCompletion() == word;
    if (m_completer.completionCount() == 0 || done) return m_completer.popup()->hide();
    m_completer.complete();
}

void WordCompleter::complete(const QString& word) {
    const qsizetype start = wordStart();
    const QString text = m_edit.text();
    m_edit.setText(text.left(start) + word + text.mid(m_edit.cursorPosition()));
    m_edit.setCursorPosition(static_cast<int>(start + word.size()));
    Q_EMIT m_edit.textEdited(m_edit.text());
}

} // namespace eventflow::widgets
