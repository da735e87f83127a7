#include "widgets/mainwindow/session_state.h"

#include <QFile>
#include <QFileInfo>

namespace eventflow::widgets {

namespace {

/// More than any session writes; a larger file is not one of ours and is not worth parsing.
constexpr qint64 kMaxBytes = 4 * 1024 * 1024;

/// QSettings accepts nearly anything as INI; a state file of ours always has this key.
const QString kFormatKey = QStringLiteral("session/format");
constexpr int kFormat = 1;

bool isUsable(QSettings& settings) {
    return settings.status() == QSettings::NoError && settings.value(kFormatKey).toInt() == kFormat;
}

} // namespace

SessionState::SessionState(const QString& path) {
    if (path.isEmpty()) return;
    const QFileInfo info(path);
    const bool present = info.exists() && info.size() > 0;
    if (present && info.size() > kMaxBytes) {
        m_wasBroken = true;
        QFile::remove(path);
    }
    m_settings = std::make_unique<QSettings>(path, QSettings::IniFormat);
    if (present && !m_wasBroken && !isUsable(*m_settings)) {
        m_wasBroken = true;
        // QSettings refuses to write over a file it could not parse.
        m_settings.reset();
        QFile::remove(path);
        m_settings = std::make_unique<QSettings>(path, QSettings::IniFormat);
    }
    m_settings->setValue(kFormatKey, kFormat);
}

} // namespace eventflow::widgets
