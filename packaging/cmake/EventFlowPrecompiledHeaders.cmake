# Most of a compilation here is reading the standard library's and Qt's headers: they are compiled once for each library
# and once for each kind of test. The presets `release`, `tidy` and `fuzz` build without, so that a file which forgets an
# #include is found.
option(EVENTFLOW_PRECOMPILED_HEADERS "Compile the headers of the standard library and of Qt once" ON)
if(EVENTFLOW_PRECOMPILED_HEADERS)
    target_compile_options(eventflow_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:
        # What ccache wants where headers are precompiled.
        -fpch-preprocess
        # g++ 12 forgets that precompiled headers are the system's and warns of code of libstdc++ inlined from them. The
        # preset `release` keeps these warnings.
        -Wno-array-bounds -Wno-stringop-overread -Wno-stringop-overflow -Wno-restrict>)
endif()

set(EVENTFLOW_STD_HEADERS
    <algorithm> <array> <charconv> <chrono> <cstddef> <cstdint> <functional> <limits> <map> <memory> <mutex>
    <optional> <set> <span> <string> <string_view> <tuple> <unordered_map> <utility> <variant> <vector>)
set(EVENTFLOW_WIDGET_HEADERS
    <QAbstractTableModel> <QApplication> <QCheckBox> <QComboBox> <QDialog> <QFormLayout> <QFutureWatcher> <QHBoxLayout> <QHeaderView>
    <QLabel> <QLineEdit> <QPainter> <QPushButton> <QSettings> <QSplitter> <QStackedLayout> <QTabWidget> <QTableView>
    <QTimer> <QToolButton> <QTreeView> <QVBoxLayout> <QtConcurrentRun>)

# Precompiles the standard library's headers and the given ones for one target.
function(eventflow_precompile target)
    if(EVENTFLOW_PRECOMPILED_HEADERS)
        target_precompile_headers(${target} PRIVATE ${EVENTFLOW_STD_HEADERS} ${ARGN})
    endif()
endfunction()

# What a test shares with the others of its kind. Qt Test's headers depend on the Qt libraries a test is linked with, so
# a test with libraries of its own (LINK names a Qt6::… or a target in lower case) compiles them itself.
function(eventflow_precompile_test target)
    if(NOT EVENTFLOW_PRECOMPILED_HEADERS OR "${ARGN}" MATCHES "Qt6::|eventflow_|EventFlow::Session")
        return()
    endif()
    if("${ARGN}" MATCHES "EventFlow::Widgets")
        set(carrier eventflow_precompiled_widget_tests)
        set(links EventFlow::Widgets)
        set(headers ${EVENTFLOW_WIDGET_HEADERS} <QSignalSpy>)
    elseif("${ARGN}" MATCHES "EventFlow::ViewModels")
        set(carrier eventflow_precompiled_model_tests)
        set(links EventFlow::ViewModels)
        set(headers <QAbstractItemModelTester> <QSignalSpy>)
    else()
        set(carrier eventflow_precompiled_tests)
        set(links EventFlow::Core)
        set(headers <QTemporaryDir>)
    endif()
    if(NOT TARGET ${carrier})
        file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/tests/${carrier}.cpp" CONTENT "")
        add_library(${carrier} OBJECT "${CMAKE_BINARY_DIR}/tests/${carrier}.cpp")
        eventflow_configure_test(${carrier} ${links})
        target_precompile_headers(${carrier} PRIVATE ${EVENTFLOW_STD_HEADERS} <QTest> ${headers})
    endif()
    target_precompile_headers(${target} REUSE_FROM ${carrier})
endfunction()
