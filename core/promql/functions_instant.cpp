#include "core/promql/functions.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace eventflow::promql {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double sign(double v) {
    if (v > 0) return 1;
    return v < 0 ? -1 : v;
}
double degrees(double v) {
    return v * 180 / std::numbers::pi;
}
double radians(double v) {
    return v * std::numbers::pi / 180;
}
// The C library's functions have overloads and cannot be template arguments themselves.
double absolute(double v) {
    return std::fabs(v);
}
double roundUp(double v) {
    return std::ceil(v);
}
double roundDown(double v) {
    return std::floor(v);
}
double exponential(double v) {
    return std::exp(v);
}
double naturalLog(double v) {
    return std::log(v);
}
double binaryLog(double v) {
    return std::log2(v);
}
double decimalLog(double v) {
    return std::log10(v);
}
double squareRoot(double v) {
    return std::sqrt(v);
}
double sine(double v) {
    return std::sin(v);
}
double cosine(double v) {
    return std::cos(v);
}
double tangent(double v) {
    return std::tan(v);
}
double arcSine(double v) {
    return std::asin(v);
}
double arcCosine(double v) {
    return std::acos(v);
}
double arcTangent(double v) {
    return std::atan(v);
}
double hyperbolicSine(double v) {
    return std::sinh(v);
}
double hyperbolicCosine(double v) {
    return std::cosh(v);
}
double hyperbolicTangent(double v) {
    return std::tanh(v);
}
double areaSine(double v) {
    return std::asinh(v);
}
double areaCosine(double v) {
    return std::acosh(v);
}
double areaTangent(double v) {
    return std::atanh(v);
}

/// NaN when either is NaN, unlike the C library.
double smaller(double a, double b) {
    if (std::isnan(a) || std::isnan(b)) return kNaN;
    return a < b ? a : b;
}
double larger(double a, double b) {
    if (std::isnan(a) || std::isnan(b)) return kNaN;
    return a > b ? a : b;
}

Result<EvalValue> clamped(Elements& elements, double least, double most) {
    for (Element& element : elements) {
        element.value = larger(least, smaller(most, element.value));
        element.dropName = true;
    }
    return EvalValue(std::move(elements));
}

Result<EvalValue> clamp(CallContext&, Arguments arguments) {
    const double least = arguments[1].scalar();
    const double most = arguments[2].scalar();
    if (most < least) return EvalValue(Elements{});
    return clamped(arguments[0].vector(), least, most);
}
Result<EvalValue> clampMin(CallContext&, Arguments arguments) {
    return clamped(arguments[0].vector(), arguments[1].scalar(), std::numeric_limits<double>::infinity());
}
Result<EvalValue> clampMax(CallContext&, Arguments arguments) {
    return clamped(arguments[0].vector(), -std::numeric_limits<double>::infinity(), arguments[1].scalar());
}

/// To the nearest multiple, halves up.
Result<EvalValue> round(CallContext&, Arguments arguments) {
    const double inverse = 1 / (arguments.size() > 1 ? arguments[1].scalar() : 1);
    Elements& elements = arguments[0].vector();
    for (Element& element : elements) {
        element.value = std::floor(element.value * inverse + 0.5) / inverse;
        element.dropName = true;
    }
    return EvalValue(std::move(elements));
}

Result<EvalValue> scalar(CallContext&, Arguments arguments) {
    const Elements& elements = arguments[0].vector();
    return EvalValue(elements.size() == 1 ? elements.front().value : kNaN);
}
Result<EvalValue> vector(CallContext& context, Arguments arguments) {
    return EvalValue(Elements{{context.pool().empty(), arguments[0].scalar(), false}});
}
Result<EvalValue> pi(CallContext&, Arguments) {
    return EvalValue(std::numbers::pi);
}
Result<EvalValue> minOf(CallContext&, Arguments arguments) {
    return EvalValue(smaller(arguments[0].scalar(), arguments[1].scalar()));
}
Result<EvalValue> maxOf(CallContext&, Arguments arguments) {
    return EvalValue(larger(arguments[0].scalar(), arguments[1].scalar()));
}

void addMath(std::vector<Function>& table) {
    const auto add = [&](std::string_view name, Function::Implementation implementation) {
        table.push_back(
            {name, {ValueType::InstantVector}, ValueType::InstantVector, 0, false, implementation});
    };
    add("abs", mapElements<absolute>);
    add("ceil", mapElements<roundUp>);
    add("floor", mapElements<roundDown>);
    add("exp", mapElements<exponential>);
    add("ln", mapElements<naturalLog>);
    add("log2", mapElements<binaryLog>);
    add("log10", mapElements<decimalLog>);
    add("sqrt", mapElements<squareRoot>);
    add("sgn", mapElements<sign>);
    add("deg", mapElements<degrees>);
    add("rad", mapElements<radians>);
    add("sin", mapElements<sine>);
    add("cos", mapElements<cosine>);
    add("tan", mapElements<tangent>);
    add("asin", mapElements<arcSine>);
    add("acos", mapElements<arcCosine>);
    add("atan", mapElements<arcTangent>);
    add("sinh", mapElements<hyperbolicSine>);
    add("cosh", mapElements<hyperbolicCosine>);
    add("tanh", mapElements<hyperbolicTangent>);
    add("asinh", mapElements<areaSine>);
    add("acosh", mapElements<areaCosine>);
    add("atanh", mapElements<areaTangent>);
}

} // namespace

void addInstantFunctions(std::vector<Function>& table) {
    constexpr auto kScalar = ValueType::Scalar;
    constexpr auto kVector = ValueType::InstantVector;
    addMath(table);
    table.push_back({"clamp", {kVector, kScalar, kScalar}, kVector, 0, false, clamp});
    table.push_back({"clamp_min", {kVector, kScalar}, kVector, 0, false, clampMin});
    table.push_back({"clamp_max", {kVector, kScalar}, kVector, 0, false, clampMax});
    table.push_back({"round", {kVector, kScalar}, kVector, 1, false, round});
    table.push_back({"scalar", {kVector}, kScalar, 0, false, scalar});
    table.push_back({"vector", {kScalar}, kVector, 0, false, vector});
    table.push_back({"pi", {}, kScalar, 0, false, pi});
    table.push_back({"min_of", {kScalar, kScalar}, kScalar, 0, false, minOf});
    table.push_back({"max_of", {kScalar, kScalar}, kScalar, 0, false, maxOf});
}

} // namespace eventflow::promql
