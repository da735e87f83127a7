#pragma once

#include <QObject>
#include <QStringList>

class QSettings;

namespace eventflow::widgets {

/// The captures opened last, newest first. Thread: GUI.
class RecentFiles : public QObject {
    Q_OBJECT
public:
    static constexpr int kMaxFiles = 8;

    using QObject::QObject;

    void add(const QString& path);
    void clear();
    [[nodiscard]] const QStringList& paths() const { return m_paths; }
    /// `187 MiB · 2026-06-20 12:03`, or that the file is gone.
    [[nodiscard]] static QString describe(const QString& path);

    void save(QSettings& settings) const;
    void restore(QSettings& settings);

Q_SIGNALS:
    void changed();

private:
    QStringList m_paths;
};

} // namespace eventflow::widgets
