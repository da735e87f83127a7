#pragma once

#include "core/config/workspace.h"
#include "core/series/series_catalog.h"
#include "pipelines/enrich/enricher.h"
#include "pipelines/normalize/decoding_options.h"
#include "pipelines/runtime/pipeline_batch.h"

#include <memory>

namespace eventflow::normalize {

/// The stateless part of the way of a record: decode → normalize → validate → enrich → resolve the series,
/// for a whole batch. Fills events, deadLetters, observations and spent of the batch. Thread: one instance
/// per worker; `catalog` and `enricher` are shared. Afterwards every record of the batch is in exactly one of
/// events and deadLetters.
class RecordProcessor {
public:
    RecordProcessor(const config::PipelineLimits& limits, SeriesCatalog& catalog,
                    const enrich::EnricherHandle& enricher, const DecodingOptions& decoding = {});
    RecordProcessor(const RecordProcessor&) = delete;
    RecordProcessor& operator=(const RecordProcessor&) = delete;
    ~RecordProcessor();

    void process(PipelineBatch& batch);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace eventflow::normalize
