#pragma once

#include <QString>
#include <QWidget>

class QAbstractButton;
class QButtonGroup;

namespace eventflow::widgets {

class CheckedEdit;

/// The colour of a connection: its environment's, one of a few that are told apart with any colour vision, or
/// `#rrggbb`.
class ColourEdit : public QWidget {
    Q_OBJECT
public:
    explicit ColourEdit(QWidget* parent);

    /// Empty: the environment's.
    void setColour(const QString& colour);
    [[nodiscard]] QString colour() const;
    [[nodiscard]] bool isValid() const;

Q_SIGNALS:
    void changed(); ///< by the user

private:
    QAbstractButton* addSwatch(const QString& colour, const QString& name);
    void checkSwatch();

    QButtonGroup* m_swatches;
    CheckedEdit* m_code;
};

} // namespace eventflow::widgets
