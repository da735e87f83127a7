#include "widgets/messages/masking_button.h"

#include "widgets/common/icons.h"
#include "widgets/messages/masking_dialog.h"
#include "widgets/viewmodels/display_text.h"

#include <string>
#include <utility>
#include <vector>

namespace eventflow::widgets {

using viewmodels::MaskingRules;

MaskingButton::MaskingButton(QWidget* parent) : QToolButton(parent) {
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setFocusPolicy(Qt::TabFocus);
    setIcon(themedIcon(QStringLiteral("lock")));
    setToolTip(tr("What is not shown in the table, the detail, copies and exports"));
    connect(this, &QToolButton::clicked, this, &MaskingButton::edit);
    setRules(std::make_shared<const MaskingRules>());
}

void MaskingButton::setRules(Rules rules) {
    m_rules = std::move(rules);
    const auto count = static_cast<int>(m_rules->rules().size());
    setText(count == 0 ? tr("Masking") : tr("Masked by %n rule(s)", nullptr, count));
    setAccessibleName(count == 0 ? tr("Edit masking rules, there are none")
                                 : tr("Edit the %n masking rule(s)", nullptr, count));
    Q_EMIT rulesChanged();
}

void MaskingButton::edit() {
    QStringList rules;
    for (const std::string& rule : m_rules->rules())
        rules += viewmodels::fromUtf8(rule);
    auto* dialog = new MaskingDialog(rules, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        std::vector<std::string> lines;
        for (const QString& rule : dialog->rules())
            lines.push_back(rule.toStdString());
        if (auto parsed = MaskingRules::parse(lines))
            setRules(std::make_shared<const MaskingRules>(std::move(*parsed)));
    });
    dialog->open();
}

} // namespace eventflow::widgets
