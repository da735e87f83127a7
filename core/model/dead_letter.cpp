#include "core/model/dead_letter.h"

namespace eventflow {

const char* toString(Step step) {
    switch (step) {
    case Step::Collect:
        return "collect";
    case Step::Decode:
        return "decode";
    case Step::Normalize:
        return "normalize";
    case Step::Validate:
        return "validate";
    case Step::Enrich:
        return "enrich";
    case Step::Automate:
        return "automate";
    case Step::Store:
        return "store";
    }
    return "unknown";
}

const char* toString(RejectCode code) {
    switch (code) {
    case RejectCode::NoValue:
        return "no_value";
    case RejectCode::TooLarge:
        return "too_large";
    case RejectCode::MalformedLine:
        return "malformed_line";
    case RejectCode::MalformedJson:
        return "malformed_json";
    case RejectCode::Undecodable:
        return "undecodable";
    case RejectCode::NotAnObject:
        return "not_an_object";
    case RejectCode::UnknownFormat:
        return "unknown_format";
    case RejectCode::MissingField:
        return "missing_field";
    case RejectCode::WrongType:
        return "wrong_type";
    case RejectCode::BadTimestamp:
        return "bad_timestamp";
    case RejectCode::TimestampOutOfRange:
        return "timestamp_out_of_range";
    case RejectCode::NotFinite:
        return "not_finite";
    case RejectCode::InvalidName:
        return "invalid_name";
    case RejectCode::TooManyTags:
        return "too_many_tags";
    case RejectCode::InvalidAmount:
        return "invalid_amount";
    case RejectCode::InvalidCurrency:
        return "invalid_currency";
    case RejectCode::SeriesLimit:
        return "series_limit";
    }
    return "unknown";
}

std::optional<Step> stepFromString(std::string_view name) {
    for (int i = 0; i < kStepCount; ++i)
        if (name == toString(static_cast<Step>(i))) return static_cast<Step>(i);
    return std::nullopt;
}

std::optional<RejectCode> rejectCodeFromString(std::string_view name) {
    for (int i = 0; i < kRejectCodeCount; ++i)
        if (name == toString(static_cast<RejectCode>(i))) return static_cast<RejectCode>(i);
    return std::nullopt;
}

} // namespace eventflow
