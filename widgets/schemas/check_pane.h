#pragma once

#include "widgets/common/async_call.h"
#include "widgets/schemas/subject_reader.h"
#include "widgets/viewmodels/schema_check.h"

#include <QTimer>
#include <QWidget>

#include <map>
#include <memory>
#include <string>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTableView;

namespace eventflow::widgets {

class Notice;

/// A new version before it is registered: parsed and checked here while one types, in any of the levels, with
/// the registry's own opinion beside it. Drafts are kept per subject. Thread: GUI; checks run elsewhere.
/// Lifetime: the reader outlives it.
class CheckPane : public QWidget {
    Q_OBJECT
public:
    explicit CheckPane(SubjectReader& reader, QWidget* parent = nullptr);

    /// The version that "Start from" takes its text from.
    void setVersion(int version);
    /// Reads the new text from a file of at most kMaxFileBytes.
    void openFile(const QString& path);
    static constexpr qint64 kMaxFileBytes = 1024 * 1024;

private:
    using Check = std::shared_ptr<const viewmodels::CandidateCheck>;
    struct Draft {
        QString text;
        codec::SchemaType type = codec::SchemaType::Avro;
        std::vector<registry::SchemaReference> references;
    };

    QWidget* buildBar();
    QWidget* buildEditor();
    QWidget* buildResult();
    void changeSubject();
    void takeFacts();
    void startFromVersion();
    void chooseFile();
    void editReferences();
    void showReferences();
    [[nodiscard]] viewmodels::SchemaCandidate candidate(bool askRegistry) const;
    void check(bool askRegistry);
    void show(const viewmodels::SchemaCandidate& candidate, Check check);
    void showFault(const Error& fault);
    void forgetCheck();
    void registerIt();
    void updateRegister();
    [[nodiscard]] QString whyNotRegister() const;

    SubjectReader& m_reader;
    int m_version = 0;
    std::string m_subject;
    std::map<std::string, Draft> m_drafts;
    std::vector<registry::SchemaReference> m_references;
    AsyncCall<Check> m_call;
    Check m_check; ///< of the present text; null: not yet
    QTimer m_typing;
    viewmodels::TextTableModel* m_reasonModel;
    QComboBox* m_type = nullptr;
    QComboBox* m_mode = nullptr;
    QPushButton* m_startFrom = nullptr;
    QPushButton* m_referenceButton = nullptr;
    QPushButton* m_checkButton = nullptr;
    QPushButton* m_register = nullptr;
    QLabel* m_registerNote = nullptr;
    QPlainTextEdit* m_editor = nullptr;
    QLabel* m_referenceNote = nullptr;
    Notice* m_verdict = nullptr;
    Notice* m_opinion = nullptr;
    QTableView* m_reasons = nullptr;
};

} // namespace eventflow::widgets
