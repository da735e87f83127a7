#pragma once

#include "widgets/viewmodels/share_model.h"

class QTableView;

namespace eventflow::widgets {

/// Turns a view into a table of shares, drawn as bars behind their percentage. Thread: GUI.
void setUpShareTable(QTableView& view, viewmodels::ShareModel& model, const QString& accessibleName);

} // namespace eventflow::widgets
