#include "core/base/base64.h"
#include "pipelines/auth/token_claims.h"
#include "pipelines/auth/token_provider.h"
#include "pipelines/auth/url_text.h"
#include "tests/support/token_issuer.h"

#include <QTest>

using namespace eventflow;
using namespace eventflow::auth;
using namespace std::chrono_literals;
using eventflow::test::TokenIssuer;

namespace {

/// 2026-11-21T10:38:51Z.
Timestamp fixedNow() {
    return timestampFromMs(1'795'257'531'000);
}

QByteArray detail(const Result<AccessToken>& token) {
    return token ? QByteArray("a token") : QByteArray::fromStdString(token.error().detail);
}

} // namespace

class TestTokens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void signsMskRequestsAsAwsDoes_data();
    void signsMskRequestsAsAwsDoes();
    void fetchesATokenWithClientCredentials();
    void saysWhyThereIsNoToken_data();
    void saysWhyThereIsNoToken();
    void sendsNoSecretInTheClear();
    void needsTheSecretItNames();
    void readsUrls_data();
    void readsUrls();
    void takesClaimsOfNonsenseAsNone_data();
    void takesClaimsOfNonsenseAsNone();

private:
    [[nodiscard]] config::TokenConnection connection() const;

    TokenIssuer m_issuer;
};

config::TokenConnection TestTokens::connection() const {
    config::TokenConnection tokens;
    tokens.method = config::TokenConnection::Method::ClientCredentials;
    tokens.endpoint = m_issuer.tokenUrl();
    tokens.clientId = TokenIssuer::kClientId;
    tokens.scope = "kafka read";
    tokens.extensions = {{"logicalCluster", "lkc-1"}};
    return tokens;
}

void TestTokens::signsMskRequestsAsAwsDoes_data() {
    QTest::addColumn<QByteArray>("session");
    QTest::addColumn<QByteArray>("signature");
    // Both signatures are what AWS's own signer for MSK makes of these credentials at that second.
    QTest::newRow("lasting credentials")
        << QByteArray() << QByteArray("fe88647ce0a5c2892b47fae2d829f11a6e0f7d7bc01ac20ad3670a35366c6d7f");
    QTest::newRow("temporary credentials")
        << QByteArray("FwoGZXIvYXdzEXAMPLE/+==")
        << QByteArray("d5e60fcf407571d196791031cb47ebc1293dee25a5743a7e450e5885609db185");
}

void TestTokens::signsMskRequestsAsAwsDoes() {
    QFETCH(QByteArray, session);
    QFETCH(QByteArray, signature);
    const auto provider = makeMskIamProvider(
        "eu-central-1",
        {"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", session.toStdString()},
        fixedNow);
    const auto token = provider->fetch();
    QVERIFY(token.has_value());
    const auto url = QByteArray::fromStdString(fromBase64(token->value, Base64::UrlSafe).value_or(""));
    QVERIFY2(url.startsWith("https://kafka.eu-central-1.amazonaws.com/?Action=kafka-cluster%3AConnect&"),
             url.constData());
    QVERIFY2(url.contains("&X-Amz-Signature=" + signature + "&"), url.constData());
    QVERIFY(token->value.find('=') == std::string::npos);
    QCOMPARE(token->expires, fixedNow() + 900s);
}

void TestTokens::fetchesATokenWithClientCredentials() {
    const auto provider =
        makeTokenProvider(connection(), {{"oauth.client.secret", TokenIssuer::kClientSecret}});
    QVERIFY(provider.has_value());
    m_issuer.setLifetime(120s);
    const auto token = (*provider)->fetch();
    QVERIFY2(token.has_value(), detail(token));
    QCOMPARE(token->principal, std::string("svc-bench"));
    QCOMPARE(token->extensions.at("logicalCluster"), std::string("lkc-1"));
    QCOMPARE(m_issuer.lastScope(), std::string("kafka read"));
    const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    QVERIFY(token->expires > now + 60s && token->expires <= now + 120s);
}

void TestTokens::saysWhyThereIsNoToken_data() {
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("reason");
    const QByteArray right = TokenIssuer::kClientSecret;
    QTest::newRow("wrong secret") << QByteArray("guess") << 0 << QByteArray()
                                  << QByteArray("401 (invalid_client)");
    QTest::newRow("server down") << right << 503 << QByteArray("bench-secret/+ %")
                                 << QByteArray("status 503");
    QTest::newRow("no JSON") << right << 200 << QByteArray("<html>") << QByteArray("holds no access_token");
    QTest::newRow("no token") << right << 200 << QByteArray("{\"access_token\":\"\"}")
                              << QByteArray("holds no access_token");
    QTest::newRow("endless") << right << 200 << QByteArray(300'000, ' ') << QByteArray("longer than 256 KiB");
    QTest::newRow("hostile code") << right << 400 << QByteArray("{\"error\":\"<b>\\u0000\"}")
                                  << QByteArray("status 400;");
}

void TestTokens::saysWhyThereIsNoToken() {
    QFETCH(QByteArray, secret);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, reason);
    m_issuer.answerWith(status, body.toStdString());
    const auto provider = makeTokenProvider(connection(), {{"oauth.client.secret", secret.toStdString()}});
    const auto token = (*provider)->fetch();
    m_issuer.answerWith(0, {});
    QVERIFY(!token);
    QVERIFY2(detail(token).contains(reason), detail(token));
    QVERIFY2(!detail(token).contains(secret), "the secret is in the message");
}

void TestTokens::sendsNoSecretInTheClear() {
    config::TokenConnection tokens = connection();
    tokens.endpoint = "http://login.example.com/token";
    const auto provider = makeTokenProvider(tokens, {{"oauth.client.secret", "s"}});
    QVERIFY2(detail((*provider)->fetch()).contains("use https://"), "not refused");
}

void TestTokens::needsTheSecretItNames() {
    const auto provider = makeTokenProvider(connection(), {});
    QVERIFY(!provider);
    QVERIFY(provider.error().detail.find("oauth.client.secret") != std::string::npos);
}

void TestTokens::readsUrls_data() {
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("https://a.b/c?d=e") << QByteArray("https://a.b") << QByteArray("/c?d=e");
    QTest::newRow("http://[::1]:80") << QByteArray("http://[::1]:80") << QByteArray("/");
    for (const char* bad : {"", "ftp://a", "https://", "https://u:p@a/", "https://a:99999999/",
                            "https://a:x/", "https://a/ b", "https://[::1/", "https://a\r\nHost: b/"})
        QTest::newRow(bad) << QByteArray() << QByteArray();
}

void TestTokens::readsUrls() {
    QFETCH(QByteArray, origin);
    QFETCH(QByteArray, path);
    const auto url = parseUrl(QTest::currentDataTag());
    QCOMPARE(url.has_value(), !origin.isEmpty());
    if (!url) return;
    QCOMPARE(QByteArray::fromStdString(url->origin()), origin);
    QCOMPARE(QByteArray::fromStdString(url->path), path);
}

void TestTokens::takesClaimsOfNonsenseAsNone_data() {
    QTest::addColumn<QByteArray>("token");
    for (const char* token : {"", ".", "..", "a.b.c", "a.e30.c", "a.eyJzdWIiOjF9.c", "a.!!!!.c"})
        QTest::newRow(token) << QByteArray(token);
}

void TestTokens::takesClaimsOfNonsenseAsNone() {
    QFETCH(QByteArray, token);
    const TokenClaims claims = readClaims(token.toStdString());
    QVERIFY(claims.subject.empty());
    QCOMPARE(claims.expires, kNoTime);
}

QTEST_GUILESS_MAIN(TestTokens)
#include "tst_auth_tokens.moc"
