#include "scripted_rules.h"

#include <QTest>

#include <array>
#include <random>
#include <string>

using namespace eventflow;
using namespace eventflow::rules;
using namespace eventflow::rules::test;

namespace {

constexpr int kMinutes = 120;
constexpr int kHosts = 3;

struct Settings {
    int holdFor = 0; ///< minutes, as the others
    int keepFiringFor = 0;
    bool hysteresis = false;
    bool keep = false; ///< on_missing
    int missingEvals = 1;

    [[nodiscard]] std::string yaml() const {
        std::string out = "    for: " + std::to_string(holdFor) +
                          "m\n    keep_firing_for: " + std::to_string(keepFiringFor) +
                          "m\n    missing_evals: " + std::to_string(missingEvals) +
                          "\n    on_missing: " + (keep ? "keep" : "resolve") + '\n';
        if (hysteresis) out += "    resolve_when: load < 80\n";
        return out;
    }
};

/// What happens to one host in a minute: v a value, _ none, E the evaluation fails (for all of them).
struct Script {
    char kind = 'v';
    double value = 0;
};
using Scripts = std::array<std::array<Script, kMinutes + 1>, kHosts>;

/// The life of one host's alert, told minute by minute without anything the engine uses.
class Model {
public:
    explicit Model(const Settings& settings) : m_settings(settings) {}

    std::string minute(int now, const Script& script, bool nothingAnywhere) {
        const bool missing = script.kind == '_';
        if (missing && waits(nothingAnywhere)) return {};
        if (!missing) m_missed = 0;
        const bool raised = !missing && script.value > 90;
        const bool between = !missing && m_settings.hysteresis && !(script.value < 80);
        switch (m_state) {
        case 'i':
            if (!raised) return {};
            m_since = now;
            m_gap = 0;
            return to(m_settings.holdFor == 0 ? 'f' : 'p');
        case 'p':
            if (!raised) return to('i', "inactive");
            return now - m_since - m_gap >= m_settings.holdFor ? to('f') : std::string();
        case 'f':
            if (raised || between) return {};
            m_falseSince = now;
            return m_settings.keepFiringFor > 0 ? to('r') : to('i', "resolved");
        default:
            if (raised || between) return to('f');
            return now - m_falseSince >= m_settings.keepFiringFor ? to('i', "resolved") : std::string();
        }
    }

private:
    bool waits(bool nothingAnywhere) {
        if (m_state == 'i') return true;
        m_missed = std::min(m_missed + 1, m_settings.missingEvals);
        const bool wait = (m_settings.keep && nothingAnywhere) || m_missed < m_settings.missingEvals;
        if (wait && m_state == 'p') ++m_gap;
        return wait;
    }
    std::string to(char state, const char* name = nullptr) {
        m_state = state;
        m_missed = state == 'i' ? 0 : m_missed;
        if (name != nullptr) return name;
        return state == 'p' ? "pending" : state == 'f' ? "firing" : "recovering";
    }

    const Settings m_settings;
    char m_state = 'i';
    int m_since = 0;
    int m_gap = 0;
    int m_missed = 0;
    int m_falseSince = 0;
};

Scripts randomScripts(std::mt19937& random) {
    Scripts scripts;
    for (int m = 1; m <= kMinutes; ++m) {
        const bool fails = random() % 25 == 0;
        const bool silence = random() % 12 == 0;
        for (auto& host : scripts) {
            Script& script = host[std::size_t(m)];
            const auto roll = random() % 10;
            script.kind = fails ? 'E' : silence || roll == 0 ? '_' : 'v';
            // Runs of values rather than noise, so that `for` is reached.
            const double before = host[std::size_t(m - 1)].value;
            script.value = roll < 7 && before > 0 ? before : std::array{50.0, 85.0, 95.0, 99.0}[random() % 4];
        }
    }
    return scripts;
}

} // namespace

class TestModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void engineAgreesWithTheModel_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 200; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void engineAgreesWithTheModel() {
        QFETCH(int, seed);
        std::mt19937 random{unsigned(seed)};
        const Settings settings{int(random() % 5), int(random() % 5), random() % 2 == 0, random() % 2 == 0,
                                1 + int(random() % 4)};
        const Scripts scripts = randomScripts(random);

        ScriptedLoad load;
        std::vector<Model> models;
        for (int h = 0; h < kHosts; ++h) {
            std::string values = "_";
            for (int m = 1; m <= kMinutes; ++m) {
                const Script& script = scripts[std::size_t(h)][std::size_t(m)];
                values +=
                    ' ' + (script.kind == 'v' ? std::to_string(script.value) : std::string(1, script.kind));
            }
            load.host(std::string(1, char('a' + h)), values);
            models.emplace_back(settings);
        }
        std::string expected;
        for (int m = 1; m <= kMinutes; ++m) {
            const auto at = [&](int h) { return scripts[std::size_t(h)][std::size_t(m)]; };
            if (at(0).kind == 'E') continue;
            const bool nothing = at(0).kind == '_' && at(1).kind == '_' && at(2).kind == '_';
            for (int h = 0; h < kHosts; ++h) {
                const std::string state = models[std::size_t(h)].minute(m, at(h), nothing);
                if (state.empty()) continue;
                expected += (expected.empty() ? "" : " ") + std::string(1, char('a' + h)) + ':' + state +
                            '@' + std::to_string(m);
            }
        }

        // Restarted every ten minutes, to see that nothing of it is lost.
        const auto rules = oneRule(settings.yaml());
        std::string state;
        std::vector<AlertTransition> transitions;
        for (int m = 1; m <= kMinutes; m += 10) {
            RuleEngine engine(rules, load.evaluation());
            if (m == 1)
                engine.start(minute(0));
            else
                QVERIFY(engine.restoreState(state).ok());
            const auto more = run(engine, m, m + 9);
            transitions.insert(transitions.end(), more.begin(), more.end());
            state = engine.saveState();
        }
        QCOMPARE(timeline(transitions, true), expected);
    }
};

QTEST_GUILESS_MAIN(TestModel)
#include "tst_rules_model.moc"
