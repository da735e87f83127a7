#pragma once

#include <cmath>

namespace eventflow::promql {

/// Compensated summation (Neumaier 1974), as Prometheus sums: what is lost in each addition is added at the
/// end.
class KahanSum {
public:
    KahanSum() = default;
    KahanSum(double sum, double compensation) : m_sum(sum), m_compensation(compensation) {}

    void add(double value) {
        const double sum = m_sum + value;
        if (std::isinf(sum))
            m_compensation = 0;
        else if (std::fabs(m_sum) >= std::fabs(value))
            m_compensation += (m_sum - sum) + value;
        else
            m_compensation += (value - sum) + m_sum;
        m_sum = sum;
    }

    /// Adds what another sum has added up.
    void add(const KahanSum& other) {
        add(other.m_sum);
        if (!std::isinf(m_sum)) m_compensation += other.m_compensation;
    }

    [[nodiscard]] double plain() const { return m_sum; }
    [[nodiscard]] double compensation() const { return m_compensation; }
    [[nodiscard]] double total() const { return std::isinf(m_sum) ? m_sum : m_sum + m_compensation; }

private:
    double m_sum = 0;
    double m_compensation = 0;
};

/// The mean: a sum divided at the end, or, once that sum would overflow, a running mean.
class RunningMean {
public:
    void add(double value) {
        m_count += 1;
        if (!m_incremental) {
            KahanSum next = m_sum;
            next.add(value);
            if (m_count == 1 || !std::isinf(next.plain())) {
                m_sum = next;
                return;
            }
            m_incremental = true;
            m_sum = KahanSum(m_sum.plain() / (m_count - 1), m_sum.compensation() / (m_count - 1));
        }
        const double weight = (m_count - 1) / m_count;
        m_sum = KahanSum(weight * m_sum.plain(), weight * m_sum.compensation());
        m_sum.add(value / m_count);
    }

    [[nodiscard]] double mean() const {
        if (m_incremental) return m_sum.plain() + m_sum.compensation();
        return m_sum.plain() / m_count + m_sum.compensation() / m_count;
    }

private:
    KahanSum m_sum;
    double m_count = 0;
    bool m_incremental = false;
};

/// The variance of a population (Welford 1962, compensated).
class RunningVariance {
public:
    void add(double value) {
        m_count += 1;
        const double delta = value - m_mean.total();
        m_mean.add(delta / m_count);
        m_squares.add(delta * (value - m_mean.total()));
    }
    [[nodiscard]] double variance() const { return m_squares.total() / m_count; }

private:
    double m_count = 0;
    KahanSum m_mean;
    KahanSum m_squares;
};

} // namespace eventflow::promql
