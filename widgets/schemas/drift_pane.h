#pragma once

#include "widgets/common/async_call.h"
#include "widgets/schemas/subject_reader.h"
#include "widgets/viewmodels/schema_observation.h"

#include <QWidget>

#include <memory>
#include <string>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedLayout;
class QTableView;

namespace eventflow::widgets {

class EmptyState;

/// What the newest records of the subject's topic look like, against the chosen version; and when each field
/// and schema id was first seen among them. Reads only when it is told to. Thread: GUI; reading and comparing
/// run elsewhere. Lifetime: the reader outlives it.
class DriftPane : public QWidget {
    Q_OBJECT
public:
    explicit DriftPane(SubjectReader& reader, QWidget* parent = nullptr);

    /// The version that records are held against.
    void setVersion(int version);

private:
    using Observation = std::shared_ptr<const viewmodels::SchemaObservation>;

    QWidget* buildBar();
    QWidget* buildFindings();
    void changeSubject();
    void observe();
    void stop();
    void take(Result<Observation> observation);
    void show();
    void showMessage(const QString& icon, const QString& title, const QString& text);
    void updateButtons();

    SubjectReader& m_reader;
    int m_version = 0;
    AsyncCall<Result<Observation>> m_call;
    Observation m_observation;
    viewmodels::TextTableModel* m_driftModel;
    viewmodels::TextTableModel* m_timelineModel;
    QLineEdit* m_topic = nullptr;
    QComboBox* m_count = nullptr;
    QPushButton* m_look = nullptr;
    QPushButton* m_stop = nullptr;
    QLabel* m_summary = nullptr;
    QLabel* m_verdict = nullptr;
    QTableView* m_drift = nullptr;
    QTableView* m_timeline = nullptr;
    EmptyState* m_empty = nullptr;
    QStackedLayout* m_stack = nullptr;
};

} // namespace eventflow::widgets
