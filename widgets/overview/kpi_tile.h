#pragma once

#include <QAbstractButton>
#include <QColor>

#include <vector>

namespace eventflow::widgets {

/// One figure with its name and recent course. A button: it leads to where the figure comes from.
class KpiTile : public QAbstractButton {
    Q_OBJECT
public:
    /// What makes a figure stand out.
    enum class Tone { Plain, Good, Warning, Critical };

    KpiTile(const QString& title, const QString& explanation, QWidget* parent);

    void setFigure(const QString& value, Tone tone, const std::vector<double>& history);
    [[nodiscard]] const QString& figure() const { return m_value; }
    [[nodiscard]] QSize sizeHint() const override { return {170, 74}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 74}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QColor toneColor() const;

    QString m_value;
    Tone m_tone = Tone::Plain;
    std::vector<double> m_history;
};

} // namespace eventflow::widgets
