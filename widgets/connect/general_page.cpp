#include "widgets/connect/general_page.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/common/view_setup.h"
#include "widgets/connect/checked_edit.h"
#include "widgets/connect/colour_edit.h"
#include "widgets/connect/connection_look.h"
#include "widgets/connect/field_checks.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace eventflow::widgets {

using config::Environment;

GeneralPage::GeneralPage(QWidget* parent)
    : FormPage(parent),
      m_name(new CheckedEdit(
          tr("Name"), [this](const QString& text) { return field_checks::ofName(text, m_takenNames); },
          this)),
      m_servers(new CheckedEdit(tr("Bootstrap servers"), field_checks::ofServers, this)),
      m_topics(new CheckedEdit(tr("Topics"), field_checks::ofTopics, this)),
      m_environments(new QButtonGroup(this)),
      m_environmentNote(makeLabel({}, "muted", this)),
      m_colour(new ColourEdit(this)),
      m_allowChanges(new QCheckBox(tr("Allow &changes to this cluster"), this)),
      m_changesNote(makeLabel({}, "muted", this)) {
    m_name->setPlaceholder(QStringLiteral("payments-prod"));
    m_servers->setPlaceholder(QStringLiteral("broker-1:9092, broker-2:9092"));
    m_topics->setPlaceholder(tr("every topic that is not internal"));
    for (QLabel* note : {m_environmentNote, m_changesNote})
        note->setWordWrap(true);

    QFormLayout* form = makeForm();
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&Bootstrap servers"), m_servers);
    form->addRow(tr("&Topics"), m_topics);
    form->addRow(tr("Environment"), makeEnvironments());
    form->addRow(tr("Colour"), m_colour);
    form->addRow(tr("Changes"), makeSafety());
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addStretch();

    for (CheckedEdit* edit : {m_name, m_servers, m_topics})
        connect(edit, &CheckedEdit::changed, this, &FormPage::changed);
    connect(m_colour, &ColourEdit::changed, this, &FormPage::changed);
    connect(m_environments, &QButtonGroup::idClicked, this, [this] {
        showConsequences();
        Q_EMIT changed();
    });
    connect(m_allowChanges, &QCheckBox::clicked, this, [this] {
        showConsequences();
        Q_EMIT changed();
    });
    load({});
}

QWidget* GeneralPage::makeEnvironments() {
    auto* box = new QWidget(this);
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    for (const Environment environment :
         {Environment::Development, Environment::Test, Environment::Production}) {
        auto* button = new QToolButton(box);
        button->setText(environmentWord(environment));
        button->setAccessibleName(tr("Environment: %1").arg(environmentWord(environment)));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        m_environments->addButton(button, static_cast<int>(environment));
        row->addWidget(button);
    }
    row->addStretch();
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(m_environmentNote);
    colourEnvironments();
    return box;
}

QWidget* GeneralPage::makeSafety() {
    auto* box = new QWidget(this);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_allowChanges);
    layout->addWidget(m_changesNote);
    return box;
}

void GeneralPage::setTakenNames(const QStringList& names) {
    m_takenNames = names;
    m_name->recheck();
}

void GeneralPage::load(const config::Connection& connection) {
    m_name->setText(QString::fromStdString(connection.name));
    m_servers->setText(QString::fromStdString(connection.bootstrapServers));
    m_topics->setText(joined(connection.topics));
    m_environments->button(static_cast<int>(connection.environment))->setChecked(true);
    m_colour->setColour(QString::fromStdString(connection.colour));
    m_allowChanges->setChecked(!connection.readOnly);
    showConsequences();
}

void GeneralPage::store(config::Connection& connection) const {
    connection.name = m_name->text().toStdString();
    connection.bootstrapServers = field_checks::itemsOf(m_servers->text()).join(u',').toStdString();
    connection.topics = listed(m_topics->text());
    connection.environment = environment();
    connection.colour = m_colour->colour().toStdString();
    connection.readOnly = !m_allowChanges->isChecked();
}

bool GeneralPage::isValid() const {
    return m_name->isValid() && m_servers->isValid() && m_topics->isValid() && m_colour->isValid();
}

Environment GeneralPage::environment() const {
    return static_cast<Environment>(m_environments->checkedId());
}

void GeneralPage::showConsequences() {
    const bool production = environment() == Environment::Production;
    m_environmentNote->setText(
        production ? tr("People depend on this cluster. Every change asks for its target to be typed, and "
                        "while changes are allowed a frame around the window says so.")
                   : tr("A change is shown before it is made, and made with one click."));
    if (!m_allowChanges->isChecked())
        m_changesNote->setText(tr("Read-only: nothing in this program can write to the cluster, change a "
                                  "topic or move a group's offsets."));
    else if (production)
        m_changesNote->setText(tr("Topics, offsets and records of a production cluster can be changed. "
                                  "Every change is written to the audit log."));
    else
        m_changesNote->setText(tr("Topics, offsets and records can be changed. Every change is written to "
                                  "the audit log."));
}

void GeneralPage::colourEnvironments() {
    for (QAbstractButton* button : m_environments->buttons()) {
        const auto environment = static_cast<Environment>(m_environments->id(button));
        button->setIcon(
            coloredIcon(environmentIcon(environment), environmentColor(colors(palette()), environment)));
    }
}

void GeneralPage::changeEvent(QEvent* event) {
    FormPage::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) colourEnvironments();
}

} // namespace eventflow::widgets
