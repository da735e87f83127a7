#include "widgets/messages/masking_dialog.h"

#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/masking.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace eventflow::widgets {

namespace {

constexpr QSize kSize(520, 360);

} // namespace

MaskingDialog::MaskingDialog(const QStringList& rules, QWidget* parent)
    : QDialog(parent), m_edit(new QPlainTextEdit(this)), m_fault(makeLabel({}, "error", this)) {
    setWindowTitle(tr("Masking rules"));
    auto* text =
        makeLabel(tr("What is named here is not shown in the table, the detail, copies and exports. One rule "
                     "a line: a field or header at any level (card_number), the path of a field "
                     "(customer.email), or a regular expression (/\\b\\d{16}\\b/). Filters still see it."),
                  "muted", this);
    text->setWordWrap(true);
    m_edit->setAccessibleName(tr("Masking rules, one a line"));
    m_edit->setFont(monospaceFont(font()));
    m_edit->setPlainText(rules.join(u'\n'));
    m_edit->setTabChangesFocus(true);
    m_fault->setWordWrap(true);
    m_fault->hide();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    connect(buttons, &QDialogButtonBox::accepted, this, &MaskingDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &MaskingDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_fault);
    layout->addWidget(buttons);
    resize(kSize);
}

QStringList MaskingDialog::rules() const {
    return m_edit->toPlainText().split(u'\n', Qt::SkipEmptyParts);
}

void MaskingDialog::accept() {
    std::vector<std::string> lines;
    for (const QString& rule : rules())
        lines.push_back(rule.toStdString());
    const auto parsed = viewmodels::MaskingRules::parse(lines);
    m_fault->setVisible(!parsed.has_value());
    if (!parsed) return m_fault->setText(viewmodels::oneLine(parsed.error().detail, 400));
    QDialog::accept();
}

} // namespace eventflow::widgets
