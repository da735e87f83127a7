#include "core/promql/vector_matching.h"

#include "core/promql/binary_operator.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

namespace eventflow::promql {

namespace {

LabelProjection signatureOf(const VectorMatching& matching) {
    if (matching.on) return {LabelProjection::Mode::Keep, matching.labels};
    std::vector<std::string> ignored = matching.labels;
    ignored.emplace_back(kMetricNameLabel);
    return {LabelProjection::Mode::Drop, std::move(ignored)};
}

/// The value of one pair; nothing when the comparison filters it out.
std::optional<double> applyPair(const Binary& binary, double left, double right) {
    if (!isComparison(binary.op)) return applyArithmetic(binary.op, left, right);
    const bool holds = applyComparison(binary.op, left, right);
    if (binary.returnBool) return holds ? 1.0 : 0.0;
    return holds ? std::optional(left) : std::nullopt;
}

bool dropsName(const Binary& binary) {
    return !isComparison(binary.op) || binary.returnBool;
}

Elements withScalar(const Binary& binary, Elements& elements, double scalar, bool scalarLeft) {
    const bool drop = dropsName(binary);
    const bool filter = isComparison(binary.op) && !binary.returnBool;
    std::size_t kept = 0;
    for (const Element& element : elements) {
        const auto value =
            scalarLeft ? applyPair(binary, scalar, element.value) : applyPair(binary, element.value, scalar);
        if (!value) continue;
        elements[kept++] = {element.labels, filter ? element.value : *value, element.dropName || drop};
    }
    elements.resize(kept);
    return std::move(elements);
}

/// Which of the numbers occur in a vector.
std::vector<bool> presence(LabelIndex& index, const Elements& elements) {
    std::vector<bool> present(index.size(), false);
    for (const Element& element : elements) {
        const std::uint32_t number = index.findOrAdd(element.labels);
        if (number >= present.size()) present.resize(number + 1, false);
        present[number] = true;
    }
    return present;
}

Elements setOperation(Evaluator& evaluator, const Node& node, Elements& left, Elements& right) {
    const Binary& binary = *node.as<Binary>();
    LabelIndex& index = evaluator.indexOf(signatureOf(binary.matching));
    Elements& kept = binary.op == BinaryOp::Or ? right : left;
    const std::vector<bool> others = presence(index, binary.op == BinaryOp::Or ? left : right);
    const bool wanted = binary.op == BinaryOp::And;
    std::erase_if(kept, [&](const Element& element) {
        const std::uint32_t number = index.findOrAdd(element.labels);
        return (number < others.size() && others[number]) != wanted;
    });
    if (binary.op != BinaryOp::Or) return std::move(left);
    left.insert(left.end(), right.begin(), right.end());
    return std::move(left);
}

/// Arithmetic and comparison of two vectors. "Many" and "one" are the sides of the cardinality; one-to-one
/// has many on the left.
class PairMatcher {
public:
    PairMatcher(Evaluator& evaluator, const Node& node, Elements& left, Elements& right)
        : m_evaluator(evaluator),
          m_node(node),
          m_binary(*node.as<Binary>()),
          m_matching(m_binary.matching),
          m_index(evaluator.indexOf(signatureOf(m_matching))),
          m_swapped(m_matching.cardinality == Cardinality::OneToMany),
          m_many(m_swapped ? right : left),
          m_one(m_swapped ? left : right) {}

    Result<EvalValue> run() {
        // As in Prometheus: what cannot match anything is not looked at for duplicates either.
        const bool fills = fillOne() || fillMany();
        if (!fills && (m_many.empty() || m_one.empty())) return EvalValue(Elements());
        if (Status status = indexOne(); !status) return status.error();
        for (const Element& many : m_many) {
            const std::uint32_t group = groupOf(many.labels);
            const Element* one = m_oneOf[group];
            std::optional<Element> filled;
            if (one == nullptr && fillOne())
                one = &filled.emplace(Element{signature(many.labels), *fillOne(), false});
            if (one == nullptr) {
                m_seen[group] = true;
                continue;
            }
            if (Status status = addPair(many, *one, group); !status) return status.error();
        }
        if (fillMany())
            for (const Element& one : m_one) {
                const std::uint32_t group = groupOf(one.labels);
                if (m_seen[group] || m_paired[group]) continue;
                const Element filled{signature(one.labels), *fillMany(), false};
                if (Status status = addPair(filled, one, group); !status) return status.error();
            }
        return EvalValue(std::move(m_out));
    }

private:
    // As in Prometheus, "left" in fill_left means the many side, also under group_right where that side is
    // written on the right.
    [[nodiscard]] const std::optional<double>& fillOne() const { return m_matching.fillRight; }
    [[nodiscard]] const std::optional<double>& fillMany() const { return m_matching.fillLeft; }
    const Labels* signature(const Labels* labels) {
        return m_evaluator.pool().intern(m_index.projection().project(*labels));
    }
    std::uint32_t groupOf(const Labels* labels) {
        const std::uint32_t group = m_index.findOrAdd(labels);
        if (group >= m_oneOf.size()) {
            m_oneOf.resize(group + 1, nullptr);
            m_seen.resize(group + 1, false);
            m_paired.resize(group + 1, false);
        }
        return group;
    }

    Status indexOne() {
        for (const Element& element : m_one) {
            const std::uint32_t group = groupOf(element.labels);
            if (const Element* other = m_oneOf[group]) {
                const char* side = m_swapped ? "left" : "right";
                return fail("found duplicate series for the match group " +
                            m_index.projection().project(*element.labels).toString() + " on the " + side +
                            " side: " + other->labels->toString() + " and " + element.labels->toString() +
                            "; matching labels must be unique on one side");
            }
            m_oneOf[group] = &element;
        }
        return {};
    }

    Status addPair(const Element& many, const Element& one, std::uint32_t group) {
        const double left = m_swapped ? one.value : many.value;
        const double right = m_swapped ? many.value : one.value;
        const auto value = applyPair(m_binary, left, right);
        if (!value) {
            m_seen[group] = true;
            return {};
        }
        if (m_matching.cardinality == Cardinality::OneToOne && m_paired[group])
            return fail("multiple matches for labels " +
                        m_index.projection().project(*many.labels).toString() +
                        "; many-to-one matching must be explicit (group_left, group_right)");
        m_paired[group] = true;
        const bool drop = many.dropName || dropsName(m_binary);
        const Labels* labels = resultLabels(many, one);
        if (m_matching.cardinality != Cardinality::OneToOne) {
            const Labels* key =
                drop ? m_evaluator.pool().withoutName(labels) : m_evaluator.pool().intern(*labels);
            if (key == labels) key = m_evaluator.pool().intern(*labels);
            if (!m_results.insert(key).second)
                return fail("multiple matches for labels " + key->toString() +
                            "; grouping labels must ensure unique matches");
        }
        m_out.push_back({labels, *value, drop});
        return {};
    }

    const Labels* resultLabels(const Element& many, const Element& one) {
        if (m_matching.cardinality == Cardinality::OneToOne) {
            if (m_matching.on) return signature(many.labels);
            return m_matching.labels.empty() ? many.labels : withoutIgnored(many);
        }
        if (m_matching.include.empty()) return many.labels;
        Labels labels = *many.labels;
        for (const std::string& name : m_matching.include)
            labels.set(name, one.labels->get(name));
        return m_evaluator.pool().intern(std::move(labels));
    }
    const Labels* withoutIgnored(const Element& many) {
        Labels labels = *many.labels;
        for (const std::string& name : m_matching.labels)
            labels.remove(name);
        return m_evaluator.pool().intern(std::move(labels));
    }

    [[nodiscard]] Error fail(const std::string& message) const {
        return m_evaluator.fail(m_node, ErrorCode::InvalidArgument, message);
    }

    Evaluator& m_evaluator;
    const Node& m_node;
    const Binary& m_binary;
    const VectorMatching& m_matching;
    LabelIndex& m_index;
    const bool m_swapped;
    Elements& m_many;
    Elements& m_one;
    std::vector<const Element*> m_oneOf; ///< by group number
    std::vector<bool> m_seen;            ///< groups that have elements on the many side
    std::vector<bool> m_paired;          ///< groups that gave a result
    std::unordered_set<const Labels*> m_results;
    Elements m_out;
};

} // namespace

Result<EvalValue> combine(Evaluator& evaluator, const Node& node, EvalValue& left, EvalValue& right) {
    const Binary& binary = *node.as<Binary>();
    const bool leftScalar = binary.left->type == ValueType::Scalar;
    const bool rightScalar = binary.right->type == ValueType::Scalar;
    if (leftScalar && rightScalar) return EvalValue(*applyPair(binary, left.scalar(), right.scalar()));
    if (rightScalar) return EvalValue(withScalar(binary, left.vector(), right.scalar(), false));
    if (leftScalar) return EvalValue(withScalar(binary, right.vector(), left.scalar(), true));
    if (isSetOperator(binary.op))
        return EvalValue(setOperation(evaluator, node, left.vector(), right.vector()));
    return PairMatcher(evaluator, node, left.vector(), right.vector()).run();
}

} // namespace eventflow::promql
