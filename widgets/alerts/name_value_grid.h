#pragma once

#include <QString>
#include <QWidget>

#include <utility>
#include <vector>

class QGridLayout;

namespace eventflow::widgets {

/// Names and values below each other, values selectable and wrapped; never rich text, never a link.
/// Thread: GUI. At most kMaxRows rows; the last one then says how many more there are.
class NameValueGrid : public QWidget {
    Q_OBJECT
public:
    using Rows = std::vector<std::pair<QString, QString>>;
    static constexpr std::size_t kMaxRows = 64;

    explicit NameValueGrid(QWidget* parent = nullptr);

    /// Does nothing when nothing changed, so that a selection survives.
    void setRows(Rows rows);

private:
    Rows m_rows;
    QGridLayout* m_layout;
};

} // namespace eventflow::widgets
