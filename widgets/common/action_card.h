#pragma once

#include <QAbstractButton>

namespace eventflow::widgets {

/// A large button: icon, title, and a sentence on what it does.
class ActionCard : public QAbstractButton {
    Q_OBJECT
public:
    ActionCard(const QString& iconName, const QString& title, const QString& text, QWidget* parent);

    /// Filled with the accent colour: the suggested way.
    void setPrimary(bool primary);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString m_iconName;
    QString m_text;
    bool m_primary = false;
};

} // namespace eventflow::widgets
