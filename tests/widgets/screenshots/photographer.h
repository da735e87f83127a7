#pragma once

#include <QDir>
#include <QString>
#include <QTest>
#include <QTextStream>
#include <QWidget>

#include <utility>

namespace eventflow::testing {

/// Writes pictures of widgets into a folder and says which. Thread: GUI.
class Photographer {
public:
    /// `ending`: of each file's name, such as the theme.
    Photographer(QDir folder, QString ending) : m_folder(std::move(folder)), m_ending(std::move(ending)) {}

    /// Waits for what is animated or computed aside, at most a fraction of a second.
    void shoot(QWidget& widget, const QString& name) {
        constexpr int kSettleMs = 300;
        QTest::qWait(kSettleMs);
        save(widget, name);
    }
    /// At once.
    void save(QWidget& widget, const QString& name) {
        const QString file = m_folder.filePath(QStringLiteral("%1-%2.png").arg(name, m_ending));
        const bool ok = widget.grab().save(file);
        QTextStream(ok ? stdout : stderr) << (ok ? "wrote " : "cannot write ") << file << '\n';
        m_ok = m_ok && ok;
    }
    [[nodiscard]] bool ok() const { return m_ok; }

private:
    QDir m_folder;
    QString m_ending;
    bool m_ok = true;
};

} // namespace eventflow::testing
