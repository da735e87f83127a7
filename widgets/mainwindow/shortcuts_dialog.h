#pragma once

class QWidget;

namespace eventflow::widgets {

void showShortcuts(QWidget* parent);
void showAbout(QWidget* parent);

} // namespace eventflow::widgets
