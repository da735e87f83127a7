#pragma once

#include "core/feed/cluster.h"
#include "core/feed/pipeline_delta.h"

#include <QString>
#include <QWidget>

#include <memory>

class QSettings;
class QStackedLayout;

namespace eventflow::widgets {

class EmptyState;

/// One page of the main window, chosen in the rail on the left.
/// Thread: GUI. Every perspective receives every frame, because a delta's lists only ever append; a
/// perspective that is not active takes them into its bounded models and leaves its widgets alone until
/// activated().
class Perspective : public QWidget {
    Q_OBJECT
public:
    /// `id` is stable (settings, navigation): `overview`; `title` is translated; `iconName` is in
    /// resources/icons.
    Perspective(QString id, QString title, QString iconName, QWidget* parent = nullptr);

    [[nodiscard]] const QString& id() const { return m_id; }
    [[nodiscard]] const QString& title() const { return m_title; }
    [[nodiscard]] const QString& iconName() const { return m_iconName; }

    /// Once a frame, while the delta lives. A new `delta.generation` means another pipeline: forget
    /// everything.
    virtual void applyFrame(const feed::PipelineDelta& delta) = 0;

    /// The cluster that is looked at from now on; nullptr: none. Whatever was shown of another one is no
    /// longer true.
    virtual void setCluster(const std::shared_ptr<feed::Cluster>& cluster);

    /// Shows one item of this perspective: an alert's fingerprint, a topic. Unknown items change nothing.
    virtual void showItem(const QString& item);

    virtual void saveState(QSettings& settings) const;
    /// Whatever is missing or makes no sense keeps its default.
    virtual void restoreState(QSettings& settings);
    /// Splitters, columns and hidden series back to what they were at the first start.
    virtual void resetLayout();

    void setActive(bool active);
    [[nodiscard]] bool isActive() const { return m_active; }

Q_SIGNALS:
    /// Asks the main window to show an item elsewhere: `openRequested("alerts", fingerprint)`.
    void openRequested(const QString& perspectiveId, const QString& item);

protected:
    /// Called when the perspective comes to the front: refresh what was skipped.
    virtual void activated();

    /// What the perspective shows when it is not empty. Takes ownership; called once, from the constructor.
    void setContent(QWidget* content);
    /// Shown instead of the content while setEmpty(true); set its texts in the constructor.
    [[nodiscard]] EmptyState& emptyState() { return *m_emptyState; }
    void setEmpty(bool empty);

private:
    QString m_id;
    QString m_title;
    QString m_iconName;
    bool m_active = false;
    QStackedLayout* m_stack;
    EmptyState* m_emptyState;
};

} // namespace eventflow::widgets
