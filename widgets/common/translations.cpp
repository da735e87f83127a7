#include "widgets/common/translations.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

namespace eventflow::widgets {

void installTranslations(QCoreApplication& application, const QLocale& locale) {
    // The translator installed last is asked first.
    for (const QLocale& language : {QLocale(QLocale::English), locale}) {
        auto* translator = new QTranslator(&application);
        if (translator->load(language, QStringLiteral("eventflow"), QStringLiteral("_"),
                             QStringLiteral(":/i18n")))
            QCoreApplication::installTranslator(translator);
        else
            delete translator;
    }
}

} // namespace eventflow::widgets
