#pragma once

#include "core/feed/cluster.h"
#include "widgets/common/async_call.h"
#include "widgets/messages/record_reading.h"
#include "widgets/viewmodels/browse_model.h"

#include <QWidget>

#include <map>
#include <memory>
#include <optional>
#include <string>

class QComboBox;
class QLabel;
class QPushButton;

namespace eventflow::widgets {

/// One record, fetched whole from the cluster and read off the GUI thread. A large one is shown by its
/// beginning until it is asked for. Thread: GUI.
class MessageDetail : public QWidget {
    Q_OBJECT
public:
    /// Larger values are not fetched unasked.
    static constexpr std::size_t kFetchedUnasked = 1024 * 1024;

    explicit MessageDetail(QWidget* parent);

    void setCluster(std::shared_ptr<feed::Cluster> cluster,
                    std::shared_ptr<viewmodels::PayloadReader> payloads);
    void setMasking(std::shared_ptr<const viewmodels::MaskingRules> masking);
    /// The row of a table; its store lives until another record is shown.
    void showRow(const viewmodels::BrowseRows::Place& row);
    void clear();
    [[nodiscard]] RecordInspector& inspector() { return *m_inspector; }
    /// Shows the record anew: formats or masks are others now.
    void reread();

    [[nodiscard]] const std::map<std::string, codec::PayloadFormat>& formats() const { return m_formats; }
    void setFormats(std::map<std::string, codec::PayloadFormat> formats);

Q_SIGNALS:
    /// Values of a topic are read otherwise from now on.
    void formatsChanged();
    /// In the record that is shown from now on.
    void traceIdsFound(const std::vector<eventflow::viewmodels::TraceId>& ids);

private:
    struct Outcome {
        std::optional<admin::OwnedRecord> whole;
        RecordReading reading;
    };

    [[nodiscard]] QWidget* buildHead();
    void fetch();
    void readHere();
    void take(Result<Outcome> outcome);
    void showReading(const RecordReading& reading);
    void showFormat();
    void chooseFormat(int index);

    std::shared_ptr<feed::Cluster> m_cluster;
    std::shared_ptr<viewmodels::PayloadReader> m_payloads;
    std::shared_ptr<const viewmodels::MaskingRules> m_masking;
    std::map<std::string, codec::PayloadFormat> m_formats; ///< by topic
    std::optional<admin::OwnedRecord> m_record;            ///< whole, or its beginning
    std::size_t m_valueBytes = 0;
    bool m_whole = false;
    AsyncCall<Result<Outcome>> m_fetching;
    QWidget* m_head;
    QLabel* m_summary = nullptr;
    QLabel* m_masked = nullptr;
    QComboBox* m_format = nullptr;
    QPushButton* m_loadAll = nullptr;
    QLabel* m_error = nullptr;
    RecordInspector* m_inspector;
};

} // namespace eventflow::widgets
