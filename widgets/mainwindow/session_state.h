#pragma once

#include <QSettings>
#include <QString>

#include <memory>

namespace eventflow::widgets {

/// What the desktop remembers between two starts, in one INI file. A file that cannot be read counts as empty
/// and is replaced at the next save. Thread: GUI.
class SessionState {
public:
    /// Empty: nothing is remembered.
    explicit SessionState(const QString& path);

    /// Nullptr when nothing is remembered.
    [[nodiscard]] QSettings* settings() { return m_settings.get(); }
    /// The file was there but unreadable: everything starts with its default.
    [[nodiscard]] bool wasBroken() const { return m_wasBroken; }

private:
    std::unique_ptr<QSettings> m_settings;
    bool m_wasBroken = false;
};

} // namespace eventflow::widgets
