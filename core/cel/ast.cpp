#include "core/cel/ast.h"

namespace eventflow::cel {

const char* toString(Operator op) {
    switch (op) {
    case Operator::Or:
        return "||";
    case Operator::And:
        return "&&";
    case Operator::Conditional:
        return "?:";
    case Operator::Equal:
        return "==";
    case Operator::NotEqual:
        return "!=";
    case Operator::Less:
        return "<";
    case Operator::LessEqual:
        return "<=";
    case Operator::Greater:
        return ">";
    case Operator::GreaterEqual:
        return ">=";
    case Operator::In:
        return "in";
    case Operator::Add:
        return "+";
    case Operator::Subtract:
    case Operator::Negate:
        return "-";
    case Operator::Multiply:
        return "*";
    case Operator::Divide:
        return "/";
    case Operator::Modulo:
        return "%";
    case Operator::Not:
        return "!";
    case Operator::Index:
        return "[]";
    case Operator::OptionalIndex:
        return "[?]";
    }
    return "?";
}

} // namespace eventflow::cel
