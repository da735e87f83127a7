#pragma once

class QCoreApplication;
class QLocale;

namespace eventflow::widgets {

/// Installs the texts of the given language, and English plural forms below them. Before the first widget is
/// made.
void installTranslations(QCoreApplication& application, const QLocale& locale);

} // namespace eventflow::widgets
