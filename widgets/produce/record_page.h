#pragma once

#include <QWidget>

#include <optional>
#include <string>

namespace eventflow::widgets {

class NullableEdit;

/// One record to be typed: its key and its value. Thread: GUI.
class RecordPage : public QWidget {
    Q_OBJECT
public:
    explicit RecordPage(QWidget* parent);

    [[nodiscard]] std::optional<std::string> key() const;
    [[nodiscard]] std::optional<std::string> value() const;

Q_SIGNALS:
    void changed();

private:
    NullableEdit* m_key;
    NullableEdit* m_value;
};

} // namespace eventflow::widgets
