#include "widgets/viewmodels/format.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace eventflow::viewmodels::format {

namespace {

const QString kUnknown = QStringLiteral("–");

/// Three significant digits without an exponent, trailing zeros kept so that a changing figure keeps its
/// width.
QString threeDigits(double value) {
    const double magnitude = std::abs(value);
    int decimals = 0;
    if (magnitude != 0 && magnitude < 99.95) decimals = magnitude < 9.995 ? (magnitude < 0.0995 ? 3 : 2) : 1;
    return QLocale().toString(value, 'f', decimals);
}

struct Scale {
    double factor;
    const char16_t* suffix;
};

template <std::size_t N>
QString scaled(double value, const std::array<Scale, N>& scales) {
    // Chosen by the rounded figure: 999.96 is 1.00k, not 1000.
    std::size_t i = N - 1;
    while (i > 0 && std::abs(value) >= scales[i].factor * 999.5)
        --i;
    return threeDigits(value / scales[i].factor) + QString::fromUtf16(scales[i].suffix);
}

/// Splits into UTC fields without touching the platform's time zones.
struct Fields {
    int year, month, day;
    int hour, minute, second, ms;
};

Fields fieldsOf(Timestamp t) {
    using namespace std::chrono;
    const auto time = floor<milliseconds>(t); // in nanoseconds the first day of all would overflow
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const auto ms = (time - day).count();
    return {static_cast<int>(date.year()),
            static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day())),
            static_cast<int>(ms / 3'600'000),
            static_cast<int>(ms / 60'000 % 60),
            static_cast<int>(ms / 1000 % 60),
            static_cast<int>(ms % 1000)};
}

QString padded(int value, int width) {
    return QString::number(value).rightJustified(width, u'0');
}

QString clock(const Fields& f) {
    return padded(f.hour, 2) + u':' + padded(f.minute, 2) + u':' + padded(f.second, 2);
}

} // namespace

QString exact(std::uint64_t n) {
    return QLocale().toString(static_cast<qulonglong>(n));
}

QString compact(double value) {
    if (std::isnan(value)) return kUnknown;
    if (std::isinf(value)) return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
    if (std::abs(value) < 999.5 && value == std::rint(value)) return QLocale().toString(value, 'f', 0);
    static constexpr std::array<Scale, 5> kScales{Scale{1e12, u"T"}, Scale{1e9, u"G"}, Scale{1e6, u"M"},
                                                  Scale{1e3, u"k"}, Scale{1, u""}};
    return scaled(value, kScales);
}

QString rate(double perSecond) {
    return compact(perSecond) + QStringLiteral("/s");
}

QString bytes(double count) {
    if (!std::isfinite(count)) return kUnknown;
    if (std::abs(count) < 1024) return QLocale().toString(count, 'f', 0) + QStringLiteral(" B");
    static constexpr std::array<const char16_t*, 5> kUnits{u" KiB", u" MiB", u" GiB", u" TiB", u" PiB"};
    std::size_t unit = 0;
    double value = count / 1024;
    while (std::abs(value) >= 999.5 && unit + 1 < kUnits.size()) {
        value /= 1024;
        ++unit;
    }
    return threeDigits(value) + QString::fromUtf16(kUnits[unit]);
}

QString byteRate(double perSecond) {
    if (!std::isfinite(perSecond)) return kUnknown;
    if (std::abs(perSecond) < 1000) return QLocale().toString(perSecond, 'f', 0) + QStringLiteral(" B/s");
    static constexpr std::array<Scale, 3> kScales{Scale{1e9, u" GB/s"}, Scale{1e6, u" MB/s"},
                                                  Scale{1e3, u" kB/s"}};
    return scaled(perSecond, kScales);
}

QString seconds(double value) {
    if (!std::isfinite(value)) return kUnknown;
    const double magnitude = std::abs(value);
    if (magnitude == 0) return QStringLiteral("0 s");
    if (magnitude < 60) {
        static constexpr std::array<Scale, 4> kScales{Scale{1, u" s"}, Scale{1e-3, u" ms"},
                                                      Scale{1e-6, u" µs"}, Scale{1e-9, u" ns"}};
        std::size_t i = 0;
        while (i + 1 < kScales.size() && magnitude < kScales[i].factor * 0.9995)
            ++i;
        return threeDigits(value / kScales[i].factor) + QString::fromUtf16(kScales[i].suffix);
    }
    return age(std::chrono::seconds(static_cast<qint64>(std::clamp(value, -9e9, 9e9))));
}

QString age(Duration d) {
    const qint64 whole = std::chrono::duration_cast<std::chrono::seconds>(d).count();
    const auto two = [](qint64 big, QChar bigUnit, qint64 small, QChar smallUnit) {
        return QStringLiteral("%1%2 %3%4").arg(big).arg(bigUnit).arg(small).arg(smallUnit);
    };
    if (whole < 60) return QString::number(whole) + u's';
    if (whole < 3600) return two(whole / 60, u'm', whole % 60, u's');
    if (whole < 86400) return two(whole / 3600, u'h', whole / 60 % 60, u'm');
    return two(whole / 86400, u'd', whole / 3600 % 24, u'h');
}

QString duration(Duration d) {
    using namespace std::chrono;
    if (abs(d) >= std::chrono::seconds(1)) d = floor<std::chrono::seconds>(d);
    return QString::fromStdString(formatDuration(d));
}

QString percent(double ratio) {
    if (!std::isfinite(ratio)) return kUnknown;
    const double value = ratio * 100;
    const bool small = value != 0 && std::abs(value) < 9.95;
    return QLocale().toString(value, 'f', small ? 1 : 0) + QStringLiteral(" %");
}

QString withUnit(double value, const QString& unit) {
    if (!std::isfinite(value)) return compact(value);
    if (unit == u"bytes" || unit == u"B" || unit == u"By") return bytes(value);
    if (unit == u"bytes/s" || unit == u"B/s") return byteRate(value);
    if (unit == u"s" || unit == u"seconds") return seconds(value);
    if (unit == u"ms") return seconds(value / 1000);
    if (unit.isEmpty() || unit == u"1") return compact(value);
    return unit.startsWith(u'/') ? compact(value) + unit : compact(value) + u' ' + unit;
}

QString time(Timestamp t) {
    return t == kNoTime ? kUnknown : clock(fieldsOf(t));
}

QString timeMs(Timestamp t) {
    if (t == kNoTime) return kUnknown;
    const Fields f = fieldsOf(t);
    return clock(f) + u'.' + padded(f.ms, 3);
}

QString dateTime(Timestamp t) {
    if (t == kNoTime) return kUnknown;
    const Fields f = fieldsOf(t);
    return padded(f.year, 4) + u'-' + padded(f.month, 2) + u'-' + padded(f.day, 2) + u' ' + clock(f);
}

QString dateTimeMs(Timestamp t) {
    return t == kNoTime ? kUnknown : dateTime(t) + u'.' + padded(fieldsOf(t).ms, 3);
}

} // namespace eventflow::viewmodels::format
