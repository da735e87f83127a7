#include "widgets/messages/filter_edit.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/common/view_setup.h"
#include "widgets/messages/word_completer.h"

#include <QCoreApplication>
#include <QInputMethodEvent>
#include <QTextCharFormat>

namespace eventflow::widgets {

FilterEdit::FilterEdit(QWidget* parent)
    : QLineEdit(parent),
      m_completer(new WordCompleter(*this, QStringLiteral(" ()!&|<>=+-*/%,?:{}\"'"), Qt::MatchStartsWith)) {
    setFont(monospaceFont(font()));
    setAccessibleName(tr("Filter of messages, as a CEL expression"));
    setPlaceholderText(QStringLiteral("payload.amount > 100 && key.startsWith(\"eu-\")"));
    setClearButtonEnabled(true);
    addAction(themedIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    setMaxLength(static_cast<int>(viewmodels::kMaxFilterBytes / 4));
    m_completer->setWords(viewmodels::filterWords({}));
    connect(this, &QLineEdit::textChanged, this, &FilterEdit::check);
}

void FilterEdit::setWords(const QStringList& words) {
    m_completer->setWords(words);
}

void FilterEdit::check() {
    if (m_formatting) return;
    m_check = viewmodels::checkFilter(text());
    if (m_check.fault) {
        // Of what is missing at the end, the last character.
        const qsizetype from = std::min(m_check.fault->position, text().size() - 1);
        qsizetype end = from + 1;
        while (end < text().size() && (text().at(end).isLetterOrNumber() || text().at(end) == u'_'))
            ++end;
        underline(from, end - from);
    } else {
        underline(0, 0);
    }
    Q_EMIT checked();
}

void FilterEdit::underline(qsizetype from, qsizetype length) {
    // A line edit has no formats of its own but those of an input method.
    QList<QInputMethodEvent::Attribute> attributes;
    if (length > 0) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(colors(palette()).critical);
        attributes.append({QInputMethodEvent::TextFormat, static_cast<int>(from) - cursorPosition(),
                           static_cast<int>(length), format});
    }
    QInputMethodEvent event(QString(), attributes);
    m_formatting = true;
    QCoreApplication::sendEvent(this, &event);
    m_formatting = false;
}

} // namespace eventflow::widgets
