#pragma once

#include "core/model/alert.h"

#include <QAbstractListModel>

#include <vector>

namespace eventflow::viewmodels {

/// The alerts that fire now, worst first, then oldest first.
/// Roles: DisplayRole the rule's name, SeverityRole, StateRole, RecordIdRole the fingerprint, and those
/// below.
class FiringAlertsModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum OwnRole : int {
        LabelsRole = Qt::UserRole + 100, ///< QString: the labels that tell it from others of its rule
        AgeRole,                         ///< QString: how long it has been firing
        ValueRole,                       ///< QString
    };
    static constexpr std::size_t kMaxRows = 500;

    using QAbstractListModel::QAbstractListModel;

    void setAlerts(const std::vector<Alert>& alerts);
    /// Ages count to here: the watermark. Cheap when no shown age changes.
    void setNow(Timestamp now);
    void clear() { setAlerts({}); }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Row {
        QString id;
        QString name;
        QString labels;
        QString value;
        QString age;
        int severity = 0;
        int state = 0;
        Timestamp firedAt;
        bool operator==(const Row&) const = default;
    };
    [[nodiscard]] QString ageOf(Timestamp firedAt) const;

    std::vector<Row> m_rows;
    Timestamp m_now = kNoTime;
};

} // namespace eventflow::viewmodels
