# The flags every target of ours is compiled with, as one INTERFACE target.

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
set(CMAKE_CXX_EXTENSIONS OFF)
# moc of Qt 6.4 fails on these headers of libstdc++; it needs nothing from them and skips what seems included already.
set(CMAKE_AUTOMOC_MOC_OPTIONS -D_COMPARE -D_GLIBCXX_CONCEPTS -D_GLIBCXX_CHRONO)

add_library(eventflow_options INTERFACE)
add_library(EventFlow::Options ALIAS eventflow_options)
target_compile_features(eventflow_options INTERFACE cxx_std_20)
target_include_directories(eventflow_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_definitions(eventflow_options INTERFACE
    EVENTFLOW_VERSION="${PROJECT_VERSION}"
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_NO_KEYWORDS
    QT_DISABLE_DEPRECATED_BEFORE=0x060400)
target_compile_options(eventflow_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
    -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast
    # Paths in debug information and messages do not depend on where the checkout stands.
    "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/="
    $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op>
    # With -O3 g++ 12 warns of overlaps in std::string that cannot be (GCC bug 105651), and of the value of an empty
    # std::optional that nobody reads (GCC bug 80635). The sanitizers watch over both.
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict -Wno-maybe-uninitialized>
    $<$<BOOL:${EVENTFLOW_WERROR}>:-Werror>)
if(EVENTFLOW_SANITIZE)
    target_compile_options(eventflow_options INTERFACE
        "-fsanitize=${EVENTFLOW_SANITIZE}" -fno-omit-frame-pointer
        $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    if(EVENTFLOW_SANITIZE MATCHES "undefined")
        target_compile_options(eventflow_options INTERFACE -fno-sanitize-recover=undefined)
    endif()
    target_link_options(eventflow_options INTERFACE "-fsanitize=${EVENTFLOW_SANITIZE}")
endif()
# Coverage of the libraries, not only of the fuzzer's own file, is what guides libFuzzer.
if(EVENTFLOW_BUILD_FUZZERS)
    target_compile_options(eventflow_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(EVENTFLOW_LINKER)
    find_program(EVENTFLOW_LINKER_PATH NAMES "${EVENTFLOW_LINKER}" "ld.${EVENTFLOW_LINKER}")
    if(EVENTFLOW_LINKER_PATH)
        target_link_options(eventflow_options INTERFACE "-fuse-ld=${EVENTFLOW_LINKER}")
    endif()
endif()

# clang-tidy reads the configuration next to a file: generated ones are nobody's style.
if(CMAKE_CXX_CLANG_TIDY)
    file(WRITE "${CMAKE_BINARY_DIR}/.clang-tidy" "Checks: '-*,misc-definitions-in-headers'\n")
endif()
