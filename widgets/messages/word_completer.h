#pragma once

#include <QCompleter>
#include <QStringListModel>

class QLineEdit;

namespace eventflow::widgets {

/// Completes the word before the cursor of a line edit: the name of a topic in a list of them, a field of a
/// filter. Thread: GUI.
class WordCompleter : public QObject {
    Q_OBJECT
public:
    /// `separators`: characters that are no part of a word.
    WordCompleter(QLineEdit& edit, QString separators, Qt::MatchFlag filter);

    void setWords(const QStringList& words) { m_words.setStringList(words); }
    [[nodiscard]] QStringList words() const { return m_words.stringList(); }

private:
    [[nodiscard]] qsizetype wordStart() const;
    void suggest();
    void complete(const QString& word);

    QLineEdit& m_edit;
    const QString m_separators;
    QStringListModel m_words;
    QCompleter m_completer;
};

} // namespace eventflow::widgets
