#include "widgets/mainwindow/recent_files.h"

#include "widgets/viewmodels/format.h"

#include <QDateTime>
#include <QFileInfo>
#include <QSettings>

namespace eventflow::widgets {

namespace {
const QString kKey = QStringLiteral("recent/files");
}

void RecentFiles::add(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    m_paths.removeAll(absolute);
    m_paths.prepend(absolute);
    if (m_paths.size() > kMaxFiles) m_paths.resize(kMaxFiles);
    Q_EMIT changed();
}

void RecentFiles::clear() {
    m_paths.clear();
    Q_EMIT changed();
}

QString RecentFiles::describe(const QString& path) {
    const QFileInfo info(path);
    if (!info.exists()) return tr("no longer there");
    return tr("%1 · %2").arg(viewmodels::format::bytes(static_cast<double>(info.size())),
                             info.lastModified().toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm")));
}

void RecentFiles::save(QSettings& settings) const {
    settings.setValue(kKey, m_paths);
}

void RecentFiles::restore(QSettings& settings) {
    m_paths.clear();
    for (const QString& path : settings.value(kKey).toStringList().mid(0, kMaxFiles))
        if (QFileInfo(path).isAbsolute() && !m_paths.contains(path)) m_paths << path;
    Q_EMIT changed();
}

} // namespace eventflow::widgets
