#include "registry_under_test.h"

#include "tests/support/fake_registry.h"

namespace eventflow::testing {

namespace {

class FakeUnderTest final : public RegistryUnderTest {
public:
    [[nodiscard]] std::string url() const override { return m_registry.url(); }

private:
    FakeRegistry m_registry{"/apis/ccompat/v7"};
};

} // namespace

std::unique_ptr<RegistryUnderTest> RegistryUnderTest::start(std::string&) {
    return std::make_unique<FakeUnderTest>();
}

} // namespace eventflow::testing
