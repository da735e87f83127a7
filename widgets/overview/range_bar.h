#pragma once

#include "core/base/time.h"

#include <QWidget>

class QButtonGroup;
class QLabel;
class QToolButton;

namespace eventflow::widgets {

/// The tool bar above the charts: how far back they look, live or paused, and a way out of a zoom.
class RangeBar : public QWidget {
    Q_OBJECT
public:
    explicit RangeBar(QWidget* parent);

    void setLength(Duration length);
    void setPaused(bool paused);
    /// `zoomed`: offers to zoom out. `text`: the shown range.
    void setSpan(bool zoomed, const QString& text);

Q_SIGNALS:
    void lengthChosen(eventflow::Duration length);
    void pauseToggled(bool paused);
    void zoomOutRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void updatePauseButton();

    QButtonGroup* m_lengths;
    QToolButton* m_pause;
    QToolButton* m_zoomOut;
    QLabel* m_span;
};

} // namespace eventflow::widgets
