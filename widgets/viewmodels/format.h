#pragma once

#include "core/base/time.h"

#include <QString>

#include <cstdint>

/// Numbers and times as the screen shows them. Digits follow the default QLocale; times are UTC and ISO-like
/// in every language. A value that is not known is an en dash.
namespace eventflow::viewmodels::format {

/// `1,234,567`.
QString exact(std::uint64_t n);
/// Three significant digits: `950`, `48.2k`, `1.23M`, `−12.5k`, `0.042`.
QString compact(double value);
/// `48.2k/s`.
QString rate(double perSecond);
/// Binary units: `412 MiB`, `1.8 GiB`.
QString bytes(double count);
/// Decimal units, as networks are measured: `31.0 MB/s`.
QString byteRate(double perSecond);
/// A latency or an age: `3.2 µs`, `412 ms`, `4.1 s`, `12m 5s`, `3h 2m`.
QString seconds(double value);
/// How long something has lasted, in whole seconds: `17s`, `12m 5s`, `3h 2m`, `4d 1h`.
QString age(Duration d);
/// As Prometheus writes it, whole seconds from 1 s on: `3m`, `1h30m`.
QString duration(Duration d);
/// `14 %` of a ratio from 0 to 1; one digit after the point below 10 %.
QString percent(double ratio);
/// compact() with a panel's unit: `72.4 %`, `48.2k/s`, `412 ms`; bytes and seconds choose their own scale.
QString withUnit(double value, const QString& unit);

/// `12:03:07`.
QString time(Timestamp t);
/// `12:03:07.120`.
QString timeMs(Timestamp t);
/// `2026-01-01 12:03:07`.
QString dateTime(Timestamp t);
/// `2026-01-01 12:03:07.120`.
QString dateTimeMs(Timestamp t);

} // namespace eventflow::viewmodels::format
