# eventflow_add_library, eventflow_add_test and eventflow_add_fuzzer: one way to declare each kind of target.

# A static library of the house. Folders below it add their files with
# target_sources(<target> PRIVATE …) in their own CMakeLists.txt.
#   eventflow_add_library(NAME Core TARGET eventflow_core [AUTOMOC] PUBLIC … PRIVATE …)
function(eventflow_add_library)
    cmake_parse_arguments(PARSE_ARGV 0 arg "AUTOMOC" "NAME;TARGET" "PUBLIC;PRIVATE")
    add_library(${arg_TARGET} STATIC)
    add_library(EventFlow::${arg_NAME} ALIAS ${arg_TARGET})
    set_target_properties(${arg_TARGET} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    if(arg_AUTOMOC)
        set_target_properties(${arg_TARGET} PROPERTIES AUTOMOC ON)
    endif()
    target_link_libraries(${arg_TARGET} PUBLIC EventFlow::Options ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
endfunction()

# What a test is compiled with; the same for all, so that they can share precompiled headers.
function(eventflow_configure_test target)
    # Qt would define the folders of each test on its command line.
    set_target_properties(${target} PROPERTIES QT_TESTCASE_BUILDDIR "${CMAKE_BINARY_DIR}/tests")
    target_compile_options(${target} PRIVATE -UQT_TESTCASE_SOURCEDIR)
    target_link_libraries(${target} PRIVATE EventFlow::Options Qt6::Test ${ARGN})
    target_compile_definitions(${target} PRIVATE
        EVENTFLOW_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data"
        EVENTFLOW_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
        EVENTFLOW_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
    # moc's output uses old-style casts and sign conversions.
    target_compile_options(${target} PRIVATE -Wno-sign-conversion)
endfunction()

# A Qt Test program, run by ctest under the given label.
#   eventflow_add_test(NAME tst_result LABEL unit SOURCES tst_result.cpp LINK EventFlow::Core)
# Labels: unit, io, pipeline, gui, e2e. A gui test runs offscreen.
function(eventflow_add_test)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;LABEL;TIMEOUT" "SOURCES;LINK;ENVIRONMENT")
    add_executable(${arg_NAME} ${arg_SOURCES})
    set_target_properties(${arg_NAME} PROPERTIES AUTOMOC ON
        RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    eventflow_configure_test(${arg_NAME} ${arg_LINK})
    eventflow_precompile_test(${arg_NAME} ${arg_LINK})
    add_test(NAME ${arg_NAME} COMMAND ${arg_NAME})
    # All tests of one label can be built alone: `--target tests_pipeline`.
    if(NOT TARGET tests_${arg_LABEL})
        add_custom_target(tests_${arg_LABEL})
    endif()
    add_dependencies(tests_${arg_LABEL} ${arg_NAME})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    set_tests_properties(${arg_NAME} PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;${arg_ENVIRONMENT}")
endfunction()

# A libFuzzer target: its source defines LLVMFuzzerTestOneInput.
#   eventflow_add_fuzzer(NAME fuzz_json SOURCES fuzz_json.cpp LINK EventFlow::Core)
function(eventflow_add_fuzzer)
    if(NOT EVENTFLOW_BUILD_FUZZERS)
        return()
    endif()
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SOURCES;LINK")
    add_executable(${arg_NAME} ${arg_SOURCES})
    target_link_libraries(${arg_NAME} PRIVATE EventFlow::Options ${arg_LINK})
    target_link_options(${arg_NAME} PRIVATE -fsanitize=fuzzer)
    target_compile_options(${arg_NAME} PRIVATE -fsanitize=fuzzer)
    set_target_properties(${arg_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzz")
    # What the preset `fuzz` builds: the fuzzers without tests and programs.
    if(NOT TARGET fuzzers)
        add_custom_target(fuzzers)
    endif()
    add_dependencies(fuzzers ${arg_NAME})
endfunction()
