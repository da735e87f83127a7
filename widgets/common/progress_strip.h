#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;

namespace eventflow::widgets {

/// How far a bounded source has been read, with a way to stop.
class ProgressStrip : public QWidget {
    Q_OBJECT
public:
    explicit ProgressStrip(QWidget* parent);

    /// `progress` 0 to 1; below 0: not known yet.
    void showProgress(const QString& text, double progress);

Q_SIGNALS:
    void stopRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_text;
    QProgressBar* m_bar;
};

} // namespace eventflow::widgets
