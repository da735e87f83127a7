#pragma once

#include "core/admin/change_request.h"

#include <QWidget>

#include <string>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace eventflow::widgets {

/// Many records, a line each: values, keys and values, or what `kcat -J` prints. Thread: GUI.
class LinesPage : public QWidget {
    Q_OBJECT
public:
    explicit LinesPage(QWidget* parent);

    [[nodiscard]] std::string text() const;
    /// Format, separator and null marker.
    void fill(admin::ProduceSettings& settings) const;
    /// Empty: nothing.
    [[nodiscard]] QString problem() const;

Q_SIGNALS:
    void changed();

private:
    enum Form : int { Values, KeysAndValues, Kcat };
    void refresh();

    QComboBox* m_form;
    QLineEdit* m_separator;
    QLineEdit* m_null;
    QPlainTextEdit* m_edit;
    QLabel* m_count;
};

} // namespace eventflow::widgets
