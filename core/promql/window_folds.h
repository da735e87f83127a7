#pragma once

#include "core/model/sample.h"
#include "core/promql/kahan_sum.h"
#include "core/series/sample_blocks.h"

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>

/// Functions over the samples of a window, oldest first, as folds: they take a sample, or, where add() of a
/// block returns true, a whole block that somebody has folded before. For all but sums that is the same to
/// the last bit. addBlock() takes the samples of a block that nobody has folded.
namespace eventflow::promql {

using Samples = std::span<const Sample>;

template <typename Fold>
Fold folded(Samples samples, Fold fold) {
    for (const Sample& sample : samples)
        fold.add(sample.value);
    return fold;
}

/// A block is added up by itself: the same sum whether it was remembered or not.
class SumFold {
public:
    void add(double value) { m_sum.add(value); }
    bool add(const BlockTable::Columns& blocks, std::size_t place) {
        m_sum.add(KahanSum(blocks.sum[place].sum, blocks.sum[place].compensation));
        return true;
    }
    void add(const SumFold& block) { m_sum.add(block.m_sum); }
    void addBlock(Samples samples) { add(folded(samples, SumFold())); }
    [[nodiscard]] const KahanSum& sum() const { return m_sum; }

private:
    KahanSum m_sum;
};

/// The value that no other beats; NaN only when there is nothing else.
template <typename Beats, auto kColumn>
class ExtremeFold {
public:
    void add(double value) {
        if (Beats()(value, m_best) || std::isnan(m_best)) m_best = value;
    }
    bool add(const BlockTable::Columns& blocks, std::size_t place) {
        add((blocks.*kColumn)[place]);
        return true;
    }
    void addBlock(Samples samples) { *this = folded(samples, *this); }
    [[nodiscard]] double best() const { return m_best; }

private:
    double m_best = std::numeric_limits<double>::quiet_NaN();
};
using SmallestFold = ExtremeFold<std::less<>, &BlockTable::Columns::smallest>;
using LargestFold = ExtremeFold<std::greater<>, &BlockTable::Columns::largest>;

inline bool isChange(double previous, double value) {
    return value != previous && !(std::isnan(value) && std::isnan(previous));
}
/// A counter that falls has restarted.
inline bool isReset(double previous, double value) {
    return value < previous;
}

/// How many steps from one sample to the next are of a kind.
template <auto kIsCounted, std::uint32_t SampleBlock::Steps::*kSteps>
class StepFold {
public:
    /// Of samples that begin with this one.
    explicit StepFold(double first) : m_previous(first) {}
    void add(double value) {
        if (kIsCounted(m_previous, value)) ++m_count;
        m_previous = value;
    }
    bool add(const BlockTable::Columns& blocks, std::size_t place) {
        add(blocks.ends[place].first);
        m_count += blocks.steps[place].*kSteps;
        m_previous = blocks.ends[place].last;
        return true;
    }
    void addBlock(Samples samples) { *this = folded(samples, *this); }
    [[nodiscard]] std::size_t count() const { return m_count; }

private:
    double m_previous;
    std::size_t m_count = 0;
};
using ChangesFold = StepFold<isChange, &SampleBlock::Steps::changes>;
using ResetsFold = StepFold<isReset, &SampleBlock::Steps::resets>;

/// How far a counter has come: last minus first, and at each restart what it had reached.
class CounterFold {
public:
    CounterFold(double first, double last) : m_previous(first), m_increase(last - first) {}
    void add(double value) {
        if (isReset(m_previous, value)) m_increase += m_previous;
        m_previous = value;
    }
    /// Not a block with restarts: their order decides the last bit.
    bool add(const BlockTable::Columns& blocks, std::size_t place) {
        if (blocks.steps[place].resets > 0) return false;
        add(blocks.ends[place].first);
        m_previous = blocks.ends[place].last;
        return true;
    }
    void addBlock(Samples samples) { *this = folded(samples, *this); }
    [[nodiscard]] double increase() const { return m_increase; }

private:
    double m_previous;
    double m_increase;
};

} // namespace eventflow::promql
