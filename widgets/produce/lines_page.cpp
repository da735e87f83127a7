#include "widgets/produce/lines_page.h"

#include "widgets/common/view_setup.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextBlock>
#include <QVBoxLayout>

namespace eventflow::widgets {

LinesPage::LinesPage(QWidget* parent)
    : QWidget(parent),
      m_form(new QComboBox(this)),
      m_separator(new QLineEdit(QStringLiteral(":"), this)),
      m_null(new QLineEdit(this)),
      m_edit(new QPlainTextEdit(this)),
      m_count(makeLabel({}, "muted", this)) {
    m_form->setAccessibleName(tr("What a line is"));
    m_form->addItem(tr("A value in each line"), Values);
    m_form->addItem(tr("A key and a value in each line"), KeysAndValues);
    m_form->addItem(tr("Lines of kcat -J"), Kcat);
    m_separator->setAccessibleName(tr("Between key and value"));
    m_separator->setMaximumWidth(70);
    m_null->setAccessibleName(tr("Text that means null"));
    m_null->setPlaceholderText(tr("none"));
    m_null->setMaximumWidth(110);
    m_edit->setAccessibleName(tr("Lines to write"));
    m_edit->setFont(monospaceFont(m_edit->font()));
    m_edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_edit->setTabChangesFocus(true);
    auto* bar = new QHBoxLayout;
    bar->setSpacing(8);
    bar->addWidget(m_form);
    bar->addWidget(makeLabel(tr("separated by"), "muted", this));
    bar->addWidget(m_separator);
    bar->addWidget(makeLabel(tr("null is written"), "muted", this));
    bar->addWidget(m_null);
    bar->addStretch(1);
    bar->addWidget(m_count);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 10, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(bar);
    layout->addWidget(m_edit, 1);
    connect(m_form, &QComboBox::currentIndexChanged, this, &LinesPage::refresh);
    connect(m_edit, &QPlainTextEdit::textChanged, this, &LinesPage::refresh);
    connect(m_separator, &QLineEdit::textChanged, this, &LinesPage::refresh);
    refresh();
}

std::string LinesPage::text() const {
    return m_edit->toPlainText().toStdString();
}

void LinesPage::fill(admin::ProduceSettings& settings) const {
    const int form = m_form->currentData().toInt();
    settings.format =
        form == Kcat ? admin::ProduceSettings::Format::Kcat : admin::ProduceSettings::Format::Lines;
    if (form == KeysAndValues) settings.keySeparator = m_separator->text().toStdString();
    if (form != Kcat) settings.nullMarker = m_null->text().toStdString();
}

QString LinesPage::problem() const {
    if (m_edit->document()->isEmpty()) return tr("There are no lines yet.");
    if (m_form->currentData().toInt() == KeysAndValues && m_separator->text().isEmpty())
        return tr("Say what stands between key and value.");
    return {};
}

void LinesPage::refresh() {
    const int form = m_form->currentData().toInt();
    m_separator->setEnabled(form == KeysAndValues);
    m_null->setEnabled(form != Kcat);
    // The last line end ends a line and begins none.
    const bool endsOpen = m_edit->document()->lastBlock().length() > 1;
    const int lines = m_edit->document()->blockCount() - (endsOpen ? 0 : 1);
    m_count->setText(tr("%n line(s)", nullptr, lines));
    Q_EMIT changed();
}

} // namespace eventflow::widgets
