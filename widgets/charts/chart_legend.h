#pragma once

#include <QAbstractButton>
#include <QPen>
#include <QScrollArea>
#include <QSet>

#include <vector>

namespace eventflow::widgets {

class FlowLayout;

/// One series in the legend: its line, its name, and a value. Checked: visible.
class LegendEntry : public QAbstractButton {
    Q_OBJECT
public:
    LegendEntry(const QString& name, QWidget* parent);

    void setSlot(int slot);
    void setValue(const QString& value);
    [[nodiscard]] QString value() const { return m_value; }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void doubleClicked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    int m_slot = 0;
    QString m_value;
};

/// Names, colours and values of a chart's series. Click hides or shows one; double click (or Shift+Space)
/// shows only that one, and everything again.
class ChartLegend : public QScrollArea {
    Q_OBJECT
public:
    explicit ChartLegend(QWidget* parent);

    struct Entry {
        QString name;
        int slot = 0;
        QString value;
    };
    /// Cheap when names and order are those of the last call.
    void setEntries(const std::vector<Entry>& entries);
    void setHidden(const QSet<QString>& hidden);
    [[nodiscard]] const QSet<QString>& hidden() const { return m_hidden; }
    [[nodiscard]] LegendEntry* entry(int index) const {
        return m_entries.at(static_cast<std::size_t>(index));
    }
    [[nodiscard]] int entryCount() const { return static_cast<int>(m_entries.size()); }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void hiddenChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void rebuild(const std::vector<Entry>& entries);
    void toggle(const QString& name);
    void solo(const QString& name);
    void showChecked();
    void updateHeight();

    std::vector<LegendEntry*> m_entries;
    QSet<QString> m_hidden;
    QSet<QString> m_beforeClick; ///< a double click arrives after the click that it is not
    FlowLayout* m_layout;
};

} // namespace eventflow::widgets
