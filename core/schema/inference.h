#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace simdjson::dom {
class element;
}

namespace eventflow::schema {

/// What a value was seen to be. One field may be several of them.
enum class ValueType : std::uint8_t { Null, Boolean, Integer, Number, String, Object, Array };
inline constexpr int kValueTypeCount = 7;
const char* toString(ValueType type);

/// One field of the inferred schema, with what is below it. `name` is the key; array elements are the child
/// `[]`.
struct Field {
    std::string name;
    std::uint64_t present = 0;                 ///< how many of its parents had it
    std::uint64_t types[kValueTypeCount] = {}; ///< how often it was each type
    double minNumber = 0;                      ///< meaningful when it was ever Integer or Number
    double maxNumber = 0;
    std::uint64_t minLength = 0; ///< meaningful when it was ever String: length in bytes
    std::uint64_t maxLength = 0;
    std::vector<std::string>
        examples; ///< up to kMaxExamples distinct values, first seen first, cut to 64 bytes
    std::map<std::string, Field, std::less<>> children;
};

/// The shape of JSON values, learnt by looking at them. Merging is associative, so workers infer apart and
/// the engine merges. Bounded: at most kMaxFields fields, kMaxDepth levels; what is beyond is counted in
/// `overflow()`. Thread: confined.
class Inference {
public:
    static constexpr std::size_t kMaxFields = 2000;
    static constexpr std::size_t kMaxDepth = 32;
    static constexpr std::size_t kMaxExamples = 3;

    /// Looks at one value. Text that is not JSON is counted in `unparsed()` and otherwise ignored.
    /// `padded`: kValuePadding readable bytes follow the text.
    void observe(std::string_view json, bool padded);
    /// Looks at a value that is decoded already.
    void observe(const simdjson::dom::element& value);
    void merge(const Inference& other);
    void clear();

    [[nodiscard]] bool empty() const { return m_observed == 0 && m_unparsed == 0; }
    [[nodiscard]] std::uint64_t observed() const { return m_observed; }
    [[nodiscard]] std::uint64_t unparsed() const { return m_unparsed; }
    [[nodiscard]] std::uint64_t overflow() const { return m_overflow; }
    /// The value itself; its `present` is `observed()`.
    [[nodiscard]] const Field& root() const { return m_root; }

private:
    void look(const simdjson::dom::element& value, Field& field, std::size_t depth);
    void lookBelow(Field& parent, std::string_view name, const simdjson::dom::element& value,
                   std::size_t depth);
    void mergeField(Field& into, const Field& from);
    Field* child(Field& parent, std::string_view name);

    Field m_root;
    std::uint64_t m_observed = 0;
    std::uint64_t m_unparsed = 0;
    std::uint64_t m_overflow = 0;
    std::size_t m_fields = 0;
};

} // namespace eventflow::schema
