#pragma once

#include "core/schema/inference.h"
#include "widgets/common/async_call.h"
#include "widgets/viewmodels/browse_model.h"

#include <QObject>

#include <memory>

namespace eventflow::widgets {

class MessageTable;

/// Reads what the rows in sight of a table hold, away from the GUI thread, and learns from it which fields
/// their values have. Thread: GUI. Lifetime: table and model outlive it.
class VisibleRows : public QObject {
    Q_OBJECT
public:
    VisibleRows(MessageTable& table, viewmodels::BrowseModel& model);

    /// How values are read from now on; `masking` hides fields of them.
    void setReading(std::shared_ptr<viewmodels::PayloadReader> payloads,
                    std::shared_ptr<const viewmodels::MaskingRules> masking);
    /// Reads those of the rows in sight that have not been read.
    void read();
    /// Gives up what is being read: the rows are others now.
    void cancel() { m_reading.cancel(); }
    /// Forgets the fields: the topic is another.
    void forgetFields();
    [[nodiscard]] const schema::Inference& seen() const { return m_seen; }

Q_SIGNALS:
    /// seen() knows more fields, or none.
    void fieldsSeen();

private:
    struct Outcome {
        viewmodels::BrowseModel::ReadRows rows;
        schema::Inference seen;
    };

    void take(Outcome outcome);

    MessageTable& m_table;
    viewmodels::BrowseModel& m_model;
    std::shared_ptr<viewmodels::PayloadReader> m_payloads;
    std::shared_ptr<const viewmodels::MaskingRules> m_masking;
    schema::Inference m_seen;
    AsyncCall<Outcome> m_reading;
};

} // namespace eventflow::widgets
