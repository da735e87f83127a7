#include "core/schema/inference.h"

#include <QTest>

#include <random>
#include <sstream>

using namespace eventflow::schema;

namespace {

const Field& at(const Inference& inference, std::initializer_list<const char*> path) {
    const Field* field = &inference.root();
    for (const char* name : path) {
        const auto found = field->children.find(name);
        if (found == field->children.end()) qFatal("no such field");
        field = &found->second;
    }
    return *field;
}

std::uint64_t seen(const Field& field, ValueType type) {
    return field.types[static_cast<int>(type)];
}

/// Everything but the examples.
void write(std::ostream& out, const Field& field) {
    out << field.name << ' ' << field.present << ' ' << field.minNumber << ' ' << field.maxNumber << ' '
        << field.minLength << ' ' << field.maxLength << ' ';
    for (const std::uint64_t count : field.types)
        out << count << ',';
    out << '{';
    for (const auto& [name, child] : field.children)
        write(out, child);
    out << '}';
}

std::string written(const Inference& inference) {
    std::ostringstream out;
    out << inference.observed() << ' ' << inference.unparsed() << ' ' << inference.overflow() << ' ';
    write(out, inference.root());
    return out.str();
}

std::string randomJson(std::mt19937_64& random, int depth) {
    switch (random() % (depth > 0 ? 8 : 6)) {
    case 0:
        return "null";
    case 1:
        return "true";
    case 2:
        return std::to_string(static_cast<std::int64_t>(random()) % 1000);
    case 3:
        return std::to_string(static_cast<double>(random() % 1000) / 8);
    case 4:
        return "\"" + std::string(random() % 9, 'x') + "\"";
    case 5:
        return "18446744073709551615";
    case 6:
        return "[" + randomJson(random, depth - 1) + "," + randomJson(random, depth - 1) + "]";
    default: {
        std::string out = "{";
        for (char key = 'a'; key < 'e'; ++key)
            if (random() % 2 == 0)
                out += (out.size() > 1 ? ",\"" : "\"") + std::string(1, key) +
                       "\":" + randomJson(random, depth - 1);
        return out + "}";
    }
    }
}

} // namespace

class TestInference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void learnsTypesPresenceAndBounds() {
        Inference inference;
        inference.observe("{\"n\":3,\"s\":\"ab\",\"o\":{\"x\":true}}", false);
        inference.observe("{\"n\":-1.5,\"s\":\"abcd\",\"l\":[1,\"two\"]}", false);
        inference.observe("{\"n\":null}", false);
        QCOMPARE(inference.observed(), 3u);
        const Field& n = at(inference, {"n"});
        QCOMPARE(n.present, 3u);
        QCOMPARE(seen(n, ValueType::Integer), 1u);
        QCOMPARE(seen(n, ValueType::Number), 1u);
        QCOMPARE(seen(n, ValueType::Null), 1u);
        QCOMPARE(n.minNumber, -1.5);
        QCOMPARE(n.maxNumber, 3.0);
        const Field& s = at(inference, {"s"});
        QCOMPARE(s.present, 2u);
        QCOMPARE(s.minLength, 2u);
        QCOMPARE(s.maxLength, 4u);
        QCOMPARE(at(inference, {"o"}).present, 1u);
        QCOMPARE(seen(at(inference, {"o", "x"}), ValueType::Boolean), 1u);
        QCOMPARE(at(inference, {"l", "[]"}).present, 2u);
        QCOMPARE(seen(inference.root(), ValueType::Object), 3u);
    }

    void keepsTheFirstDistinctExamples() {
        Inference inference;
        for (const char* text :
             {"{\"a\":\"x\"}", "{\"a\":\"x\"}", "{\"a\":7}", "{\"a\":0.5}", "{\"a\":\"late\"}"})
            inference.observe(text, false);
        QVERIFY(at(inference, {"a"}).examples == (std::vector<std::string>{"x", "7", "0.5"}));
    }

    void cutsExamplesBetweenCharacters() {
        Inference inference;
        inference.observe("\"" + std::string(63, 'a') + "\xC3\xA9 and more\"", false);
        QCOMPARE(inference.root().examples.front(), std::string(63, 'a'));
        QCOMPARE(inference.root().maxLength, 74u);
    }

    void countsWhatIsNotJson() {
        Inference inference;
        QVERIFY(inference.empty());
        inference.observe("{oops", false);
        QVERIFY(!inference.empty());
        QCOMPARE(inference.unparsed(), 1u);
        QCOMPARE(inference.observed(), 0u);
        inference.clear();
        QVERIFY(inference.empty());
    }

    void anySplitAndOrderOfMergingGivesTheSame() {
        std::mt19937_64 random(13);
        for (int round = 0; round < 50; ++round) {
            std::vector<std::string> texts;
            for (int i = 0; i < 30; ++i)
                texts.push_back(i % 7 == 0 ? "{broken" : randomJson(random, 4));
            Inference whole;
            std::vector<Inference> parts(1 + random() % 6);
            for (const std::string& text : texts) {
                whole.observe(text, false);
                parts[random() % parts.size()].observe(text, false);
            }
            while (parts.size() > 1) {
                std::ranges::shuffle(parts, random);
                parts[parts.size() - 2].merge(parts.back());
                parts.pop_back();
            }
            QCOMPARE(written(parts.front()), written(whole));
        }
    }

    void examplesOfAMergeAreThoseOfTheWhole() {
        Inference left;
        Inference right;
        Inference whole;
        for (const char* text : {"1", "2"})
            left.observe(text, false), whole.observe(text, false);
        for (const char* text : {"2", "3", "4"})
            right.observe(text, false), whole.observe(text, false);
        left.merge(right);
        QVERIFY(left.root().examples == whole.root().examples);
    }

    void staysWithinItsBounds() {
        Inference inference;
        for (int i = 0; i < 3000; ++i)
            inference.observe("{\"k" + std::to_string(i) + "\":1}", false);
        QCOMPARE(inference.root().children.size(), Inference::kMaxFields);
        QCOMPARE(inference.overflow(), 1000u);
        Inference other;
        other.observe("{\"new\":1}", false);
        inference.merge(other);
        QCOMPARE(inference.root().children.size(), Inference::kMaxFields);
        QCOMPARE(inference.overflow(), 1001u);

        Inference deep;
        deep.observe(std::string(60, '[') + std::string(60, ']'), false);
        QCOMPARE(deep.overflow(), 1u);
    }
};

QTEST_GUILESS_MAIN(TestInference)
#include "tst_schema_inference.moc"
