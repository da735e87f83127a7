#include "pipelines/collect/capture_reader.h"

#include "pipelines/collect/avro_capture.h"
#include "pipelines/collect/item_capture.h"
#include "pipelines/collect/line_capture.h"

namespace eventflow::collect {

std::unique_ptr<CaptureReader> makeCaptureReader(CaptureFile file, std::size_t maxRecordBytes) {
    switch (file.detected.framing) {
    case interchange::Framing::AvroBlocks:
        return std::make_unique<AvroCapture>(std::move(file.window));
    case interchange::Framing::Json:
    case interchange::Framing::Text:
        return std::make_unique<ItemCapture>(std::move(file.window), file.detected, maxRecordBytes);
    case interchange::Framing::Lines:
        break;
    }
    const bool kcat = file.detected.layout == interchange::Layout::Kcat;
    return std::make_unique<LineCapture>(std::move(file.window), kcat, maxRecordBytes);
}

} // namespace eventflow::collect
