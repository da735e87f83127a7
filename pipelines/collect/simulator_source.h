#pragma once

#include "core/base/result.h"
#include "pipelines/collect/pacer.h"
#include "pipelines/collect/simulator_options.h"
#include "pipelines/collect/source.h"

#include <memory>

namespace eventflow::collect {

/// The simulator as a source: three topics of one partition each, with offsets from 0.
/// Positions: the stream (`simulator`, 0), which has no records, carries how many records were given; open()
/// passes over that many. id() says what decides the records, so that other options do not resume.
/// Back-pressure: it generates on demand; a late consumer is not overrun (see Pacer).
/// InvalidArgument: see validate().
Result<std::unique_ptr<Source>> makeSimulatorSource(const SimulatorOptions& options, Pacing pacing);

} // namespace eventflow::collect
