#include "widgets/produce/produce_dialogs.h"

#include "widgets/produce/copy_dialog.h"
#include "widgets/produce/produce_dialog.h"
#include "widgets/produce/redrive_dialog.h"
#include "widgets/produce/resend_dialog.h"

namespace eventflow::widgets {

namespace {

void show(QDialog* dialog) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace

void openProduceDialog(std::shared_ptr<feed::Cluster> cluster, const QString& topic, QWidget* parent) {
    show(new ProduceDialog(std::move(cluster), topic, parent));
}

void openResendDialog(std::shared_ptr<feed::Cluster> cluster, std::vector<admin::OwnedRecord> records,
                      QWidget* parent) {
    show(new ResendDialog(std::move(cluster), std::move(records), parent));
}

void openCopyDialog(std::shared_ptr<feed::Cluster> cluster, const feed::ClusterDesk& desk,
                    const QString& sourceConnection, const QString& sourceTopic, QWidget* parent) {
    show(new CopyDialog(std::move(cluster), desk, sourceConnection, sourceTopic, parent));
}

void openRedriveDialog(std::shared_ptr<feed::Cluster> cluster, const std::string& deadLetterTopic,
                       std::vector<admin::OwnedRecord> letters, QWidget* parent) {
    show(new RedriveDialog(std::move(cluster), deadLetterTopic, std::move(letters), parent));
}

} // namespace eventflow::widgets
