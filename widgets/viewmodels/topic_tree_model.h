#pragma once

#include "core/feed/pipeline_delta.h"

#include <QAbstractItemModel>

#include <memory>
#include <string>
#include <vector>

namespace eventflow::viewmodels {

/// What is being read: source → topic → partition, with rates, lag and watermarks. Topics and partitions come
/// in order of name and number and keep their place; a new generation resets. Rates are of the last seconds
/// while the pipeline runs, over its whole life once it has ended. Thread: GUI. Cost of a frame: linear in
/// the number of partitions.
class TopicTreeModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column : int {
        Name,
        Records,
        Rate,
        ByteRate,
        Lag,
        FirstOffset,
        NextOffset,
        EndOffset,
        LastEvent,
        ColumnCount
    };
    enum class Level : std::uint8_t { Source, Topic, Partition };

    explicit TopicTreeModel(QObject* parent = nullptr);
    ~TopicTreeModel() override;

    /// Skips frames that follow each other by less than a tenth of a second and bring nothing new but
    /// figures.
    void apply(const feed::PipelineDelta& delta);

    [[nodiscard]] std::size_t topicCount() const;
    /// The topic a row belongs to; empty for the source.
    [[nodiscard]] std::string topicOf(const QModelIndex& index) const;
    [[nodiscard]] Level levelOf(const QModelIndex& index) const;
    /// The topic's row; invalid when it is not known.
    [[nodiscard]] QModelIndex indexOfTopic(const std::string& topic) const;
    /// Records of a topic so far, all partitions.
    [[nodiscard]] std::uint64_t recordsOf(const std::string& topic) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex&) const override { return ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node;
    [[nodiscard]] const Node* nodeOf(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexOf(const Node& node, int column) const;
    [[nodiscard]] QVariant shown(const Node& node, int column) const;
    [[nodiscard]] QVariant raw(const Node& node, int column) const;
    [[nodiscard]] double rateOf(const Node& node, bool bytes) const;
    void reset();
    void showSource(const std::string& name);
    Node& child(Node& parent, const std::string& name, std::int32_t partition);
    void setEnded(bool ended);
    void announce(const Node& parent);

    std::unique_ptr<Node> m_source; // nullptr while nothing is read
    std::uint64_t m_generation = 0;
    double m_uptimeSeconds = 0;
    std::size_t m_streams = 0;
    bool m_ended = false;
};

} // namespace eventflow::viewmodels
