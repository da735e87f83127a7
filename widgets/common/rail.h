#pragma once

#include <QAbstractButton>
#include <QColor>
#include <QWidget>

#include <vector>

class QButtonGroup;
class QVBoxLayout;

namespace eventflow::widgets {

/// One perspective in the rail: icon over label, with a count at the icon's shoulder.
class RailButton : public QAbstractButton {
    Q_OBJECT
public:
    RailButton(const QString& label, const QString& iconName, const QString& shortcut, QWidget* parent);

    /// 0 hides it. `urgent`: in the colour of critical things. `meaning`: for the tool tip and screen
    /// readers.
    void setBadge(int count, bool urgent, const QString& meaning);
    [[nodiscard]] int badge() const { return m_badge; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintBadge(QPainter& painter, const QRect& icon) const;

    QString m_iconName;
    QString m_shortcut;
    int m_badge = 0;
    bool m_urgent = false;
};

/// The list of perspectives at the left edge of the main window.
class Rail : public QWidget {
    Q_OBJECT
public:
    explicit Rail(QWidget* parent);

    /// Returns the new button; its index is the number of those before it.
    RailButton* add(const QString& label, const QString& iconName, const QString& shortcut);
    /// −1: none.
    void setCurrent(int index);
    [[nodiscard]] RailButton* button(int index) const {
        return m_buttons.at(static_cast<std::size_t>(index));
    }

Q_SIGNALS:
    void chosen(int index);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QButtonGroup* m_group;
    QVBoxLayout* m_layout;
    std::vector<RailButton*> m_buttons;
};

} // namespace eventflow::widgets
