#include "core/cel/macros.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace eventflow::cel {

namespace {

struct Comprehension {
    std::string_view name;
    Macro macro;
    std::size_t variables;
    /// Arguments behind the variables: with or without a filter before the result.
    std::size_t minArguments;
    std::size_t maxArguments;
};
constexpr std::array<Comprehension, 13> kComprehensions{{
    {"all", Macro::All, 1, 1, 1},
    {"all", Macro::All, 2, 1, 1},
    {"exists", Macro::Exists, 1, 1, 1},
    {"exists", Macro::Exists, 2, 1, 1},
    {"exists_one", Macro::ExistsOne, 1, 1, 1},
    {"exists_one", Macro::ExistsOne, 2, 1, 1},
    {"existsOne", Macro::ExistsOne, 1, 1, 1},
    {"existsOne", Macro::ExistsOne, 2, 1, 1},
    {"map", Macro::TransformList, 1, 1, 2},
    {"filter", Macro::TransformList, 1, 1, 1},
    {"transformList", Macro::TransformList, 2, 1, 2},
    {"transformMap", Macro::TransformMap, 2, 1, 2},
    {"transformMapEntry", Macro::TransformMapEntry, 2, 1, 2},
}};

class Expander {
public:
    Expander(ExprPtr& call, MacroFault& fault) : m_call(call), m_fault(fault) {}

    bool run() {
        if (!m_call->member) return m_call->name == "has" && m_call->args.size() == 1 ? has() : true;
        if (const Expr& target = *m_call->args.front(); target.isName() && target.name == "cel") {
            if (m_call->name == "bind" && m_call->args.size() == 4) return bind();
            if (m_call->name == "block" && m_call->args.size() == 3) return block();
            if (m_call->name == "index" && m_call->args.size() == 2) return numberedName("@index", 1);
            if (m_call->name == "iterVar" && m_call->args.size() == 3) return numberedName("@iterVar", 2);
        }
        if ((m_call->name == "optMap" || m_call->name == "optFlatMap") && m_call->args.size() == 3)
            return optional();
        return comprehension();
    }

private:
    bool fail(const Expr& at, std::string message) {
        m_fault = {at.offset, std::move(message)};
        return false;
    }

    /// Replaces the call by a macro node with the given arguments.
    void become(Macro macro, std::vector<std::string> variables, std::vector<ExprPtr> args) {
        auto node = std::make_unique<Expr>();
        node->kind = ExprKind::Macro;
        node->macro = macro;
        node->offset = m_call->offset;
        node->depth = m_call->depth;
        node->variables = std::move(variables);
        node->args = std::move(args);
        m_call = std::move(node);
    }

    bool has() {
        ExprPtr& field = m_call->args.front();
        if (field->kind != ExprKind::Select || field->presence)
            return fail(*field, "has() takes a field, as in has(tags.env)");
        field->presence = true;
        ExprPtr select = std::move(field);
        m_call = std::move(select);
        return true;
    }

    bool variableNames(std::size_t first, std::size_t count, std::vector<std::string>& names) {
        for (std::size_t i = first; i < first + count; ++i) {
            const Expr& variable = *m_call->args[i];
            if (!variable.isName())
                return fail(variable, m_call->name + "() takes the name of a variable here");
            if (std::ranges::find(names, variable.name) != names.end())
                return fail(variable, "the two variables need different names");
            names.push_back(variable.name);
        }
        return true;
    }

    bool bind() {
        std::vector<std::string> names;
        if (!variableNames(1, 1, names)) return false;
        std::vector<ExprPtr> args;
        args.push_back(std::move(m_call->args[2]));
        args.push_back(std::move(m_call->args[3]));
        become(Macro::Bind, std::move(names), std::move(args));
        return true;
    }

    bool optional() {
        std::vector<std::string> names;
        if (!variableNames(1, 1, names)) return false;
        const Macro macro = m_call->name == "optMap" ? Macro::OptMap : Macro::OptFlatMap;
        std::vector<ExprPtr> args;
        args.push_back(std::move(m_call->args[0]));
        args.push_back(std::move(m_call->args[2]));
        become(macro, std::move(names), std::move(args));
        return true;
    }

    bool block() {
        Expr& list = *m_call->args[1];
        if (list.kind != ExprKind::List ||
            std::ranges::find(list.optionalEntries, true) != list.optionalEntries.end())
            return fail(list, "cel.block() takes a list literal");
        std::vector<ExprPtr> args = std::move(list.args);
        std::vector<std::string> names;
        names.reserve(args.size());
        for (std::size_t i = 0; i < args.size(); ++i)
            names.push_back("@index" + std::to_string(i));
        args.push_back(std::move(m_call->args[2]));
        become(Macro::Block, std::move(names), std::move(args));
        return true;
    }

    /// A variable whose name no expression can write.
    bool numberedName(std::string name, std::size_t numbers) {
        for (std::size_t i = 1; i <= numbers; ++i) {
            const auto* number = std::get_if<std::int64_t>(&m_call->args[i]->literal);
            if (m_call->args[i]->kind != ExprKind::Literal || number == nullptr || *number < 0)
                return fail(*m_call->args[i], "cel." + m_call->name + "() takes numbers from 0");
            if (i > 1) name += ':';
            name += std::to_string(*number);
        }
        auto node = std::make_unique<Expr>();
        node->kind = ExprKind::Name;
        node->offset = m_call->offset;
        node->name = std::move(name);
        m_call = std::move(node);
        return true;
    }

    bool comprehension() {
        const std::size_t given = m_call->args.size() - 1;
        const auto* found = std::ranges::find_if(kComprehensions, [&](const Comprehension& c) {
            return c.name == m_call->name && given >= c.variables + c.minArguments &&
                   given <= c.variables + c.maxArguments;
        });
        if (found == kComprehensions.end()) return true;
        std::vector<std::string> names;
        if (!variableNames(1, found->variables, names)) return false;
        std::vector<ExprPtr> args;
        args.push_back(std::move(m_call->args[0]));
        const bool filter = found->name == "filter";
        const bool transforms = found->macro >= Macro::TransformList;
        if (transforms && !filter && given == found->variables + 1) args.push_back(nullptr);
        for (std::size_t i = 1 + found->variables; i < m_call->args.size(); ++i)
            args.push_back(std::move(m_call->args[i]));
        if (filter) args.push_back(nullptr);
        become(found->macro, std::move(names), std::move(args));
        return true;
    }

    ExprPtr& m_call;
    MacroFault& m_fault;
};

} // namespace

bool expandMacro(ExprPtr& call, MacroFault& fault) {
    return Expander(call, fault).run();
}

} // namespace eventflow::cel
