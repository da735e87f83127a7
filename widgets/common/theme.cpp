#include "widgets/common/theme.h"

#include "widgets/common/theme_style.h"

#include <QApplication>

#include <cmath>
#include <utility>

namespace eventflow::widgets {

namespace {

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

// %name% is replaced by the colour of that name.
const char16_t* const kStyleSheet = uR"(
QToolTip { background: %raised%; color: %text%; border: 1px solid %border%; padding: 4px 6px; }
QMenuBar { background: %background%; border-bottom: 1px solid %border%; padding: 2px; }
QMenuBar::item { padding: 5px 10px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: %hover%; }
QMenu { background: %raised%; border: 1px solid %border%; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 24px; border-radius: 4px; }
QMenu::item:selected { background: %selection%; color: %text%; }
QMenu::item:disabled { color: %textMuted%; }
QMenu::separator { height: 1px; background: %border%; margin: 4px 8px; }
QStatusBar { background: %background%; border-top: 1px solid %border%; }
QStatusBar::item { border: none; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: %border%; }
QHeaderView { background: %raised%; border: none; border-top-left-radius: 5px; border-top-right-radius: 5px; }
QHeaderView::section { background: %raised%; color: %textMuted%; border: none; border-bottom: 1px solid %border%;
    padding: 5px 8px; font-weight: 600; }
QHeaderView::section:first, QHeaderView::section:only-one { border-top-left-radius: 5px; }
QHeaderView::section:last, QHeaderView::section:only-one { border-top-right-radius: 5px; }
QTreeView, QTableView, QListView { background: %surface%; border: 1px solid %border%; border-radius: 6px;
    selection-background-color: %selection%; selection-color: %text%; outline: none; }
QTreeView::item, QTableView::item, QListView::item { padding: 3px 5px; border: 0px; }
QTreeView::item:hover, QTableView::item:hover, QListView::item:hover { background: %hover%; }
QTreeView::item:selected, QTableView::item:selected, QListView::item:selected { background: %selection%;
    color: %text%; }
QTreeView:focus, QTableView:focus, QListView:focus, QPlainTextEdit:focus, QTextEdit:focus, QLineEdit:focus,
eventflow--widgets--TextView:focus { border: 1px solid %accent%; }
QPlainTextEdit, QTextEdit, QTextBrowser, eventflow--widgets--TextView { background: %surface%;
    border: 1px solid %border%; border-radius: 6px; }
QLineEdit { background: %surface%; border: 1px solid %border%; border-radius: 5px; padding: 5px 8px; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid %textMuted%; border-radius: 8px;
    background: %surface%; }
QRadioButton::indicator:checked { width: 8px; height: 8px; border: 4px solid %accent%; background: %onAccent%; }
QPushButton { background: %surface%; border: 1px solid %border%; border-radius: 5px; padding: 5px 14px; }
QPushButton:hover { background: %hover%; }
QPushButton:focus { border: 1px solid %accent%; }
QPushButton:default, QPushButton[primary="true"] { background: %accent%; color: %onAccent%; border-color: %accent%; }
QPushButton:disabled { color: %textMuted%; background: %background%; border-color: %border%; }
QPushButton[link="true"] { background: transparent; border: 1px solid transparent; color: %accent%; padding: 4px 6px;
    text-align: left; }
QPushButton[link="true"]:hover { background: %hover%; }
QPushButton[link="true"]:focus { border: 1px solid %accent%; }
QPushButton[link="true"]:disabled { color: %textMuted%; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 4px 8px; }
QToolButton[popupMode="1"], QToolButton[popupMode="2"] { padding-right: 20px; }
eventflow--widgets--ClusterButton[popupMode="2"] { padding: 2px 20px 3px 8px; }
QToolButton::menu-button { border: none; width: 18px; }
QToolButton::menu-indicator { subcontrol-origin: padding; subcontrol-position: center right; right: 4px; }
QToolButton:hover { background: %hover%; }
QToolButton:checked { background: %selection%; }
QToolButton:focus { border: 1px solid %accent%; }
QTabWidget::pane { border: 1px solid %border%; border-radius: 6px; top: -1px; background: %surface%; }
QTabBar::tab { background: transparent; color: %textMuted%; padding: 6px 12px; border: none;
    border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: %text%; }
QTabBar::tab:selected { color: %text%; border-bottom: 2px solid %accent%; }
QTabBar::tab:focus { color: %accent%; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: %border%; border-radius: 4px; min-height: 28px; min-width: 28px; margin: 1px; }
QScrollBar::handle:hover { background: %textMuted%; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: %hover%; border: none; border-radius: 3px; max-height: 6px; text-align: center; }
QProgressBar::chunk { background: %accent%; border-radius: 3px; }
QWidget[card="true"] { background: %surface%; border: 1px solid %border%; border-radius: 8px; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="muted"] { color: %textMuted%; }
QLabel[role="error"] { color: %critical%; }
)";

} // namespace

const ThemeColors& colors(const QPalette& palette) {
    // Told by the text: a style sheet may make a widget's own background transparent.
    const QColor text = palette.color(QPalette::Active, QPalette::WindowText);
    return text.lightnessF() > 0.5F ? darkColors() : lightColors();
}

QColor severityColor(const ThemeColors& colors, viewmodels::Severity severity) {
    switch (severity) {
    case viewmodels::Severity::Critical:
        return colors.critical;
    case viewmodels::Severity::Warning:
        return colors.warning;
    case viewmodels::Severity::Info:
        return colors.info;
    case viewmodels::Severity::Ok:
        return colors.ok;
    }
    return colors.text;
}

QColor blend(const QColor& base, const QColor& over, double opacity) {
    const auto mix = [opacity](int from, int to) {
        return static_cast<int>(std::lround(from + (to - from) * opacity));
    };
    return {mix(base.red(), over.red()), mix(base.green(), over.green()), mix(base.blue(), over.blue())};
}

double contrastRatio(const QColor& a, const QColor& b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QPalette makePalette(const ThemeColors& c) {
    QPalette palette;
    palette.setColor(QPalette::Window, c.background);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.surface);
    palette.setColor(QPalette::AlternateBase, c.raised);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::PlaceholderText, c.textMuted);
    palette.setColor(QPalette::Button, c.surface);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, c.critical);
    palette.setColor(QPalette::ToolTipBase, c.raised);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::Highlight, c.selection);
    palette.setColor(QPalette::HighlightedText, c.text);
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::LinkVisited, c.accent);
    palette.setColor(QPalette::Light, c.raised);
    palette.setColor(QPalette::Midlight, c.hover);
    palette.setColor(QPalette::Mid, c.border);
    palette.setColor(QPalette::Dark, c.border);
    palette.setColor(QPalette::Shadow, blend(c.border, c.text, 0.3));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, blend(c.surface, c.textMuted, 0.7));
    return palette;
}

QString makeStyleSheet(const ThemeColors& c) {
    const std::array<std::pair<const char16_t*, QColor>, 14> tokens{{{u"background", c.background},
                                                                     {u"surface", c.surface},
                                                                     {u"raised", c.raised},
                                                                     {u"hover", c.hover},
                                                                     {u"border", c.border},
                                                                     {u"grid", c.grid},
                                                                     {u"text", c.text},
                                                                     {u"textMuted", c.textMuted},
                                                                     {u"accent", c.accent},
                                                                     {u"onAccent", c.onAccent},
                                                                     {u"selection", c.selection},
                                                                     {u"critical", c.critical},
                                                                     {u"warning", c.warning},
                                                                     {u"ok", c.ok}}};
    QString sheet = QString::fromUtf16(kStyleSheet);
    for (const auto& [name, color] : tokens)
        sheet.replace(u'%' + QString::fromUtf16(name) + u'%', color.name());
    return sheet;
}

void applyTheme(QApplication& application, ThemeMode mode) {
    application.setStyleSheet(QString());
    application.setStyle(new ThemeStyle);
    application.setPalette(QPalette()); // back to the desktop's own
    const bool dark =
        mode == ThemeMode::Dark || (mode == ThemeMode::System && colors(application.palette()).dark);
    const ThemeColors& theme = dark ? darkColors() : lightColors();
    application.setPalette(makePalette(theme));
    application.setStyleSheet(makeStyleSheet(theme));
}

} // namespace eventflow::widgets
