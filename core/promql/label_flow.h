#pragma once

#include "core/promql/ast.h"

#include <set>
#include <string>
#include <string_view>

namespace eventflow::promql {

/// Which labels the elements of an expression's result can have, as far as its text tells.
class LabelFlow {
public:
    static LabelFlow of(const Node& node);

    /// False: no element of the result has this label, whatever the series are.
    [[nodiscard]] bool mayHave(std::string_view name) const;
    /// Every label it may have is known by name.
    [[nodiscard]] bool isClosed() const { return m_closed; }

private:
    static LabelFlow nothing();
    static LabelFlow ofSelector(const VectorSelector& selector);
    static LabelFlow ofCall(const Call& call);
    static LabelFlow ofAggregate(const Aggregate& aggregate);
    static LabelFlow ofBinary(const Binary& binary);
    void add(const std::string& name);
    void drop(const std::string& name);
    /// What one or the other may have.
    [[nodiscard]] LabelFlow united(const LabelFlow& other) const;
    [[nodiscard]] LabelFlow only(const std::vector<std::string>& names) const;

    bool m_closed = false;
    std::set<std::string, std::less<>> m_names; ///< closed: those there may be; else: those there cannot be
};

} // namespace eventflow::promql
