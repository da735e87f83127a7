# Every library that is not ours, each with the reason it is here. All are packages of Debian 12.

find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Charts Concurrent Network Svg Test LinguistTools)
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(simdjson REQUIRED)                                              # JSON decoding
find_package(SQLite3 REQUIRED)                                               # the store
find_package(ZLIB REQUIRED)                                                  # .gz captures
find_package(Snappy REQUIRED)                                                # blocks of Avro container files
find_package(Protobuf REQUIRED)                                              # .proto files, descriptor sets
find_package(yaml-cpp REQUIRED)                                              # rule files, workspace.yaml
pkg_check_modules(RDKAFKA REQUIRED IMPORTED_TARGET rdkafka>=2.0)             # Kafka
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib>=0.11)        # schema registry; its flags choose OpenSSL and zlib
find_package(Qt6Keychain REQUIRED)                                           # secrets in the system's keychain
find_package(OpenSSL 3 REQUIRED)                                             # TLS, signatures of tokens, encrypted secrets
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)                     # .zst captures, sample chunks
pkg_check_modules(LZ4 REQUIRED IMPORTED_TARGET liblz4)                       # chunks of captures
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)                          # every regular expression
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)                 # series and deduplication keys
find_package(CLI11 REQUIRED)                                                 # command lines
if(EVENTFLOW_BUILD_TESTS AND EVENTFLOW_BUILD_BENCHMARKS)
    find_package(benchmark REQUIRED)
endif()
