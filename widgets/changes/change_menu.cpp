#include "widgets/changes/change_menu.h"

#include "widgets/common/icons.h"
#include "widgets/viewmodels/display_text.h"

#include <QAbstractButton>
#include <QCoreApplication>

namespace eventflow::widgets {

void markReadOnly(QAbstractButton& button, const config::Connection& connection, const QString& icon) {
    const QString shown = connection.readOnly ? QStringLiteral("lock") : icon;
    button.setIcon(shown.isEmpty() ? QIcon() : themedIcon(shown));
    button.setToolTip(connection.readOnly
                          ? QCoreApplication::translate(
                                "eventflow::widgets::ChangeMenu",
                                "The connection %1 is read-only: what would change can be looked at, but "
                                "not done.")
                                .arg(viewmodels::oneLine(connection.name, 120))
                          : QString());
}

} // namespace eventflow::widgets
