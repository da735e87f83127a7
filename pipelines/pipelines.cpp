#include "pipelines/runtime/pipeline_batch.h"
