#pragma once

#include <QString>
#include <QWidget>

#include <array>

class QLabel;

namespace eventflow::viewmodels {
class PipelineFigures;
}

namespace eventflow::widgets {

/// The line at the foot of the main window: where the data comes from and how the pipeline keeps up.
class StatusStrip : public QWidget {
    Q_OBJECT
public:
    explicit StatusStrip(QWidget* parent);

    void showFigures(const viewmodels::PipelineFigures& figures);
    /// As shown, from left to right; for tests and the screen reader.
    [[nodiscard]] QStringList texts() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    enum Item { Events, Bytes, Lag, Dropped, Queue, Database, Memory, ItemCount };
    void showConnection(const viewmodels::PipelineFigures& figures);
    void updateIcon();

    QString m_iconName;
    int m_state = 0;
    QLabel* m_icon;
    QLabel* m_connection;
    std::array<QLabel*, ItemCount> m_items{};
};

} // namespace eventflow::widgets
