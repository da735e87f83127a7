#pragma once

#include "core/feed/pipeline_delta.h"
#include "widgets/viewmodels/keyed_table_model.h"
#include "widgets/viewmodels/rate_meter.h"

#include <array>
#include <optional>

namespace eventflow::viewmodels {

struct StageRow {
    std::string key;
    feed::StepStats stats;
    double perSecond = 0; ///< records that entered; over the whole life once the pipeline has ended
    double busy = 0;      ///< CPU seconds per second; above 1 when several threads work
    /// 0…1; nothing for a step without a queue in front of it.
    [[nodiscard]] std::optional<double> queueFill() const;
    bool operator==(const StageRow&) const { return false; } // figures change with every frame
};

/// The steps of the pipeline with exact figures, in the order a record passes them. Thread: GUI.
class StageModel : public KeyedTableModel<StageRow> {
    Q_OBJECT
public:
    enum Column : int { StepColumn, In, Out, Rejected, Rate, Busy, P50, P99, Queue, Batches, ColumnCount };

    using KeyedTableModel::KeyedTableModel;

    void clear();
    void apply(const feed::PipelineDelta& delta);
    [[nodiscard]] bool ended() const { return m_ended; }

    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Meters {
        RateMeter records;
        RateMeter busyMicroseconds;
    };
    std::array<Meters, kStepCount> m_meters;
    bool m_ended = false;
};

/// Whether every record is accounted for: read = stored + deadLettered + duplicates + dropped.
/// `underWay`: read, and not yet anywhere; negative would be an error of ours.
struct Conservation {
    std::int64_t underWay = 0;
    [[nodiscard]] bool holds() const { return underWay == 0; }
};
Conservation conservation(const feed::Counters& counters);

} // namespace eventflow::viewmodels
