#pragma once

#include "widgets/viewmodels/stage_model.h"

#include <QWidget>

namespace eventflow::widgets {

/// The steps of the pipeline as a drawn flow: rate, queue, latency and rejections of each.
/// Left and Right choose a step, Enter or a click on its rejections opens them. Thread: GUI. The model
/// outlives it.
class StageFlow : public QWidget {
    Q_OBJECT
public:
    explicit StageFlow(const viewmodels::StageModel& model, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    /// -1: none.
    void setCurrent(int row);
    [[nodiscard]] int current() const { return m_current; }

Q_SIGNALS:
    void currentChanged(int row);
    void rejectionsRequested(eventflow::Step step);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] QRect cardRect(int row) const;
    [[nodiscard]] QRect rejectedRect(int row) const;
    [[nodiscard]] int cardHeight() const;
    void paintCard(QPainter& painter, int row) const;
    void paintQueue(QPainter& painter, const QRect& area, const viewmodels::StageRow& stage) const;
    void paintArrow(QPainter& painter, int row) const;
    void openRejections(int row);
    void describe();

    const viewmodels::StageModel& m_model;
    int m_current = -1;
};

} // namespace eventflow::widgets
