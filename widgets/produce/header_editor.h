#pragma once

#include <QWidget>

#include <optional>
#include <string>
#include <utility>
#include <vector>

class QPushButton;
class QTableWidget;

namespace eventflow::widgets {

/// The headers of what is written, in their order; a name may come twice, a value may be null. Thread: GUI.
class HeaderEditor : public QWidget {
    Q_OBJECT
public:
    using Headers = std::vector<std::pair<std::string, std::optional<std::string>>>;
    static constexpr int kMaxHeaders = 200;

    explicit HeaderEditor(QWidget* parent);

    /// Rows without a name are none.
    [[nodiscard]] Headers headers() const;
    /// A row without a name has a value.
    [[nodiscard]] bool hasNameless() const;

Q_SIGNALS:
    void changed();

private:
    void addRow();
    void removeRow();
    [[nodiscard]] QString text(int row, int column) const;

    QTableWidget* m_table;
    QPushButton* m_add;
    QPushButton* m_remove;
};

} // namespace eventflow::widgets
