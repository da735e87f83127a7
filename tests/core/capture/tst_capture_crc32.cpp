#include "core/capture/mcap/crc32.h"

#include <QTest>

#include <zlib.h>

#include <random>
#include <string>

namespace eventflow::capture::test {

class TestCrc32 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isZlibsForEveryLength();
    void goesOnFromAPart();
};

namespace {

std::uint32_t zlibs(std::string_view bytes) {
    return static_cast<std::uint32_t>(
        ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

std::string noise(std::size_t size) {
    std::mt19937 random(3);
    std::string bytes(size, '\0');
    for (char& byte : bytes)
        byte = static_cast<char>(random());
    return bytes;
}

} // namespace

void TestCrc32::isZlibsForEveryLength() {
    QCOMPARE(mcap::crc32("123456789"), 0xcbf43926u); // the check value of the catalogues
    const std::string bytes = noise(2'000);
    for (std::size_t start = 0; start < 3; ++start)
        for (std::size_t size = 0; size + start <= bytes.size(); ++size) {
            const std::string_view part = std::string_view(bytes).substr(start, size);
            QCOMPARE(mcap::crc32(part), size == 0 ? 0u : zlibs(part));
        }
    const std::string large = noise(1'000'003);
    QCOMPARE(mcap::crc32(large), zlibs(large));
}

void TestCrc32::goesOnFromAPart() {
    const std::string bytes = noise(500);
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        const std::string_view all(bytes);
        QCOMPARE(mcap::crc32(all.substr(cut), mcap::crc32(all.substr(0, cut))), zlibs(all));
    }
}

} // namespace eventflow::capture::test

QTEST_GUILESS_MAIN(eventflow::capture::test::TestCrc32)
#include "tst_capture_crc32.moc"
