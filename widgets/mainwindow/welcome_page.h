#pragma once

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace eventflow::widgets {

class RecentFiles;

/// What the window shows before there is a source: three ways to begin, and the captures opened last.
class WelcomePage : public QWidget {
    Q_OBJECT
public:
    WelcomePage(RecentFiles& recent, QWidget* parent);

Q_SIGNALS:
    void sampleRequested();
    void connectRequested();
    void openRequested();
    void recentRequested(const QString& path);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeActions();
    void showRecent();
    void updateMark();

    RecentFiles& m_recent;
    QLabel* m_mark;
    QWidget* m_recentBox;
    QVBoxLayout* m_recentList;
};

} // namespace eventflow::widgets
