#include "core/interchange/json_splitter.h"

#include "core/interchange/json_scan.h"

#include <algorithm>

namespace eventflow::interchange {

namespace {

/// Of containers around records: what no tool reaches.
constexpr std::size_t kMaxLevels = 64;
/// Of names that are looked at, and of the space in front of a record's first one.
constexpr std::size_t kMaxNameBytes = 128;
constexpr std::size_t kMaxSpace = 64;

std::size_t skipSpace(std::string_view text, std::size_t at, std::size_t most) {
    const std::size_t end = std::min(text.size(), at + most);
    while (at < end && JsonScan::isSpace(text[at]))
        ++at;
    return at;
}

/// The line end in front of `at`, if there is nothing but space between them.
std::size_t lineEndBefore(std::string_view text, std::size_t at) {
    const std::size_t begin = at - std::min(at, kMaxSpace);
    const std::size_t last = text.substr(begin, at - begin).find_last_not_of(" \t");
    return last != text.npos && text[begin + last] == '\n' ? begin + last : text.npos;
}

} // namespace

Framer::Step JsonSplitter::next(std::string_view window, bool atEnd, Item& item, std::size_t& used) {
    Progress progress = Progress::On;
    while (progress == Progress::On)
        progress = step(window, atEnd, item);
    used = m_part == Part::Structure ? m_at : m_begin;
    m_at -= used;
    m_begin = 0;
    m_position += static_cast<std::int64_t>(used);
    return progress == Progress::Item ? Step::Item : Step::More;
}

JsonSplitter::Progress JsonSplitter::step(std::string_view window, bool atEnd, Item& item) {
    switch (m_part) {
    case Part::Structure:
        return takeStructure(window);
    case Part::Name:
        return takeName(window);
    case Part::Skipped:
        return takeSkipped(window);
    case Part::Record:
        return takeRecord(window, atEnd, item);
    case Part::Noise:
        return takeNoise(window, atEnd, item);
    case Part::Damage:
        break;
    }
    return takeDamage(window, atEnd, item);
}

JsonSplitter::Progress JsonSplitter::takeStructure(std::string_view window) {
    while (m_at < window.size()) {
        const char c = window[m_at];
        if (JsonScan::isSpace(c) || c == ',') {
            ++m_at;
            continue;
        }
        if (!m_levels.empty() && m_levels.back().object)
            takeInObject(c);
        else
            takeInList(c);
        if (m_part != Part::Structure) return Progress::On;
    }
    return Progress::More;
}

void JsonSplitter::takeInObject(char c) {
    Level& level = m_levels.back();
    if (!level.named) {
        if (c == '"') return begin(Part::Name);
        if (c != '}') return begin(Part::Noise);
        m_levels.pop_back();
        ++m_at;
        return;
    }
    if (c == ':') {
        ++m_at;
        return;
    }
    level.named = false;
    const std::size_t deeper = level.matched + 1;
    const bool isList = deeper == m_path.size();
    if (level.leads && c == (isList ? '[' : '{')) return enter(!isList, deeper);
    begin(Part::Skipped);
}

void JsonSplitter::takeInList(char c) {
    if (c == ']' || c == '}') {
        if (c == ']' && !m_levels.empty()) m_levels.pop_back();
        ++m_at;
    } else if (c == '[' && (m_levels.empty() || !recordsHere()) && m_levels.size() < kMaxLevels) {
        enter(false, 0);
    } else if (c == '{' && !recordsHere() && m_levels.size() < kMaxLevels) {
        enter(true, 0);
    } else {
        begin(c == '{' || c == '[' ? Part::Record : Part::Noise);
    }
}

void JsonSplitter::enter(bool object, std::size_t matched) {
    m_levels.push_back({object, false, false, matched});
    ++m_at;
}

void JsonSplitter::begin(Part part) {
    m_part = part;
    m_begin = m_at;
    m_partStart = m_position + static_cast<std::int64_t>(m_at);
    m_scanner.reset();
}

JsonSplitter::Progress JsonSplitter::takeName(std::string_view window) {
    switch (m_scanner.scan(window, m_at)) {
    case JsonValueScanner::State::Fault:
        beginDamage(window, m_scanner.fault());
        return Progress::On;
    case JsonValueScanner::State::More:
        dropOverlong(window, std::max(m_maxItemBytes, kMaxNameBytes));
        return Progress::More;
    case JsonValueScanner::State::Done:
        break;
    }
    Level& level = m_levels.back();
    const std::string_view wanted = m_path[level.matched];
    const std::string_view name = window.substr(m_begin, m_at - m_begin);
    const bool whole = !m_overlong.active();
    m_overlong.forget();
    level.leads = wanted == "*" || (whole && name.substr(1, name.size() - 2) == wanted);
    level.named = true;
    m_part = Part::Structure;
    return Progress::On;
}

JsonSplitter::Progress JsonSplitter::takeSkipped(std::string_view window) {
    const auto state = m_scanner.scan(window, m_at);
    m_begin = m_at;
    if (state == JsonValueScanner::State::More) return Progress::More;
    if (state == JsonValueScanner::State::Fault) {
        const char* const fault = m_scanner.fault();
        begin(Part::Skipped); // what was passed over is no part of the damage
        beginDamage(window, fault);
        m_at = m_begin; // the fault may be the brace of a record
    } else {
        m_part = Part::Structure;
    }
    return Progress::On;
}

JsonSplitter::Progress JsonSplitter::takeRecord(std::string_view window, bool atEnd, Item& item) {
    const auto state = m_scanner.scan(window, m_at);
    if (state == JsonValueScanner::State::Done) return finish(window, m_at, item);
    if (state == JsonValueScanner::State::More && !atEnd) {
        dropOverlong(window, m_maxItemBytes);
        return Progress::More;
    }
    beginDamage(window,
                state == JsonValueScanner::State::Fault ? m_scanner.fault() : "the file ends within it");
    return Progress::On;
}

/// Ends with its line and, where a list says where records end, with its item.
JsonSplitter::Progress JsonSplitter::takeNoise(std::string_view window, bool atEnd, Item& item) {
    if (m_at == m_begin && !m_overlong.active()) ++m_at; // its first byte began it
    const std::size_t end = window.find_first_of(m_levels.empty() ? "\n{" : "\n{,]}", m_at);
    if (end != window.npos) return finish(window, end, item);
    m_at = window.size();
    if (atEnd) return finish(window, m_at, item);
    dropOverlong(window, m_maxItemBytes);
    return Progress::More;
}

/// The record is looked through again from its second byte, for the next one may begin before the fault
/// shows.
void JsonSplitter::beginDamage(std::string_view window, const char* cause) {
    m_part = Part::Damage;
    m_fault = "byte " + std::to_string(partBytes()) + " of the record: " + cause;
    const std::string_view seen = window.substr(m_begin, m_at - m_begin);
    dropOverlong(window, m_maxItemBytes);
    if (m_overlong.active()) return learnFirstName(m_overlong.front().substr(0, m_maxItemBytes));
    learnFirstName(seen);
    m_at = std::min(m_begin + 1, window.size());
}

JsonSplitter::Progress JsonSplitter::takeDamage(std::string_view window, bool atEnd, Item& item) {
    const std::size_t restart = findRestart(window, atEnd);
    if (restart == window.npos && !atEnd) {
        dropOverlong(window, m_maxItemBytes);
        return Progress::More;
    }
    // Where records are known by their first name, one of them begins here, and else an object at the top.
    m_levels.clear();
    if (!m_firstName.empty() && !m_path.empty()) m_levels.push_back({.matched = m_path.size()});
    return finish(window, std::min(restart, window.size()), item);
}

std::size_t JsonSplitter::findRestart(std::string_view window, bool atEnd) {
    for (;;) {
        const std::size_t brace = window.find('{', m_at);
        if (brace == window.npos) break;
        bool undecided = false;
        if (isRestart(window, brace, atEnd, undecided)) return brace;
        m_at = undecided ? brace : brace + 1;
        if (undecided) return window.npos;
    }
    // A line end with nothing but space behind it is needed again.
    const std::size_t lineEnd = lineEndBefore(window, window.size());
    m_at = !atEnd && lineEnd != window.npos && lineEnd >= m_at ? lineEnd : window.size();
    return window.npos;
}

bool JsonSplitter::isRestart(std::string_view window, std::size_t brace, bool atEnd, bool& undecided) const {
    if (m_firstName.empty()) {
        const std::size_t lineEnd = lineEndBefore(window, brace);
        return lineEnd != window.npos && lineEnd >= m_begin;
    }
    const std::size_t name = skipSpace(window, brace + 1, kMaxSpace);
    const std::string_view there = window.substr(name, m_firstName.size());
    if (there == m_firstName) return true;
    undecided = !atEnd && name + there.size() == window.size() && m_firstName.starts_with(there);
    return false;
}

void JsonSplitter::learnFirstName(std::string_view record) {
    if (!m_firstName.empty() || !record.starts_with('{')) return;
    const std::size_t name = skipSpace(record, 1, kMaxSpace);
    if (name >= record.size() || record[name] != '"') return;
    const std::size_t end = record.substr(0, name + kMaxNameBytes).find_first_of("\"\\\n", name + 1);
    if (end == record.npos || record[end] != '"') return;
    m_firstName = record.substr(name, end + 1 - name);
}

void JsonSplitter::dropOverlong(std::string_view window, std::size_t limit) {
    const std::string_view part = window.substr(m_begin, m_at - m_begin);
    if (m_overlong.active())
        m_overlong.add(part.size());
    else if (part.size() > limit)
        m_overlong.begin(part);
    else
        return;
    m_begin = m_at;
}

JsonSplitter::Progress JsonSplitter::finish(std::string_view window, std::size_t end, Item& item) {
    m_at = end;
    dropOverlong(window, m_maxItemBytes);
    item.offset = m_partStart;
    if (m_overlong.active()) {
        m_overlong.finish(item, m_maxItemBytes);
    } else {
        item.text = window.substr(m_begin, end - m_begin);
        while (!item.text.empty() && (JsonScan::isSpace(item.text.back()) || item.text.back() == ','))
            item.text.remove_suffix(1);
        item.bytes = item.text.size();
        item.fault = m_part == Part::Damage ? std::move(m_fault) : std::string();
    }
    if (m_part == Part::Record) learnFirstName(item.text);
    m_part = Part::Structure;
    return Progress::Item;
}

} // namespace eventflow::interchange
