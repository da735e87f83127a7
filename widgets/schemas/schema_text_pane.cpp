#include "widgets/schemas/schema_text_pane.h"

#include "widgets/common/icons.h"
#include "widgets/common/text_view.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/schema_text.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace eventflow::widgets {

using namespace viewmodels;

SchemaTextPane::SchemaTextPane(QWidget* parent)
    : QWidget(parent),
      m_view(new TextView(this)),
      m_note(makeLabel({}, "muted", this)),
      m_copy(new QToolButton(this)) {
    m_view->setAccessibleName(tr("Text of the schema"));
    m_view->setLineNumbers(true);
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_copy->setText(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy the text of the schema"));
    m_copy->setToolTip(tr("Copy the text as it was registered"));
    m_copy->setIcon(themedIcon(QStringLiteral("copy")));
    m_copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_copy->setFocusPolicy(Qt::TabFocus);
    connect(m_copy, &QToolButton::clicked, this,
            [this] { QApplication::clipboard()->setText(m_view->text()); });
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(2, 0, 0, 0);
    bar->addWidget(m_note, 1);
    bar->addWidget(m_copy);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(bar);
    layout->addWidget(m_view, 1);
    setSchema(nullptr);
}

void SchemaTextPane::setSchema(const std::shared_ptr<const OpenedSchema>& schema) {
    const std::string text = schema != nullptr ? schema->registered.schema.text : std::string();
    m_view->setText(fromUtf8(text));
    m_copy->setEnabled(!text.empty());
    if (schema == nullptr)
        m_note->setText(tr("Reading the schema…"));
    else if (text.empty() && schema->error)
        m_note->setText(errorText(*schema->error).cause);
    else
        m_note->setText(tr("%1, as it was registered: %2 in %n line(s)", nullptr,
                           static_cast<int>(std::ranges::count(text, '\n') + (text.ends_with('\n') ? 0 : 1)))
                            .arg(schemaTypeText(schema->registered.schema.type),
                                 format::bytes(static_cast<double>(text.size()))));
}

} // namespace eventflow::widgets
