#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace eventflow::widgets {

/// What a view shows while it has nothing else: what is missing, why, and what to do next.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(QWidget* parent = nullptr);

    void setContent(const QString& iconName, const QString& title, const QString& text);
    /// A button below the text; an empty label hides it.
    void setAction(const QString& label);

Q_SIGNALS:
    void actionTriggered();

protected:
    void changeEvent(QEvent* event) override;

private:
    void updateIcon();

    QString m_iconName;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_text;
    QPushButton* m_action;
};

} // namespace eventflow::widgets
