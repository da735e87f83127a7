#include "widgets/viewmodels/reject_text.h"

#include <QCoreApplication>

namespace eventflow::viewmodels {

namespace {

QString text(const char* source) {
    return QCoreApplication::translate("RejectText", source);
}

RejectText make(const char* title, const char* explanation, const char* nextStep) {
    return {text(title), text(explanation), text(nextStep)};
}

RejectText payloadText(RejectCode code) {
    switch (code) {
    case RejectCode::NoValue:
        return make(QT_TRANSLATE_NOOP("RejectText", "No value"),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "The record has a null or empty payload. On a compacted topic this "
                                      "is a tombstone that deletes its key."),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "Expected on compacted topics. Otherwise find the producer by the "
                                      "record's key and headers."));
    case RejectCode::TooLarge:
        return make(
            QT_TRANSLATE_NOOP("RejectText", "Too large"),
            QT_TRANSLATE_NOOP("RejectText", "The record is larger than the workspace allows for one record."),
            QT_TRANSLATE_NOOP("RejectText",
                              "Raise the record size limit in workspace.yaml, or let the producer "
                              "send a reference instead of the content."));
    case RejectCode::MalformedLine:
        return make(QT_TRANSLATE_NOOP("RejectText", "Malformed line"),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "The capture's own framing is broken at this line, so that no "
                                      "record can be taken from it."),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "Look at the line in the Raw tab; the file may be cut off or two "
                                      "writers may have mixed their output. Record the capture again."));
    case RejectCode::MalformedJson:
        return make(QT_TRANSLATE_NOOP("RejectText", "Malformed JSON"),
                    QT_TRANSLATE_NOOP("RejectText", "The payload begins like JSON but breaks its grammar."),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "The detail names the byte. Payloads cut at a fixed size point to a "
                                      "producer's buffer; single quotes or NaN to a hand-made encoder."));
    case RejectCode::Undecodable:
        return make(QT_TRANSLATE_NOOP("RejectText", "Undecodable"),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "The payload names a schema or a binary format, but could not be read "
                                      "with it."),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "The detail names the byte. Check that the connection has the schema "
                                      "registry the producer used, and that the id is known there."));
    case RejectCode::NotAnObject:
        return make(QT_TRANSLATE_NOOP("RejectText", "Not an object"),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "The payload is valid JSON, but a list, a text or a number instead "
                                      "of an object with fields."),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "If the producer sends batches as lists, let it send one event per "
                                      "record."));
    default:
        return make(QT_TRANSLATE_NOOP("RejectText", "Unknown format"),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "The payload is an object, but no dialect recognises its fields."),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "Compare it with the topic's schema. The fields metric and value, or "
                                      "schema_name, tell a dialect."));
    }
}

RejectText fieldText(RejectCode code) {
    switch (code) {
    case RejectCode::MissingField:
        return make(QT_TRANSLATE_NOOP("RejectText", "Missing field"),
                    QT_TRANSLATE_NOOP("RejectText", "A field that the dialect requires is not there."),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "The detail names the field. If it appeared with a release of the "
                                      "producer, its schema has broken."));
    case RejectCode::WrongType:
        return make(QT_TRANSLATE_NOOP("RejectText", "Wrong type"),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "A field holds another type than the dialect requires, such as a "
                                      "text where a number belongs."),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "The detail names the field and both types. Correct the producer; "
                                      "the schema tab shows how often each type occurs."));
    case RejectCode::BadTimestamp:
        return make(QT_TRANSLATE_NOOP("RejectText", "Bad timestamp"),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "The event time is neither RFC 3339 nor a number of seconds, "
                                      "milliseconds, microseconds or nanoseconds since 1970."),
                    QT_TRANSLATE_NOOP("RejectText", "Let the producer write RFC 3339 with an offset, such as "
                                                    "2026-01-01T00:00:00Z."));
    case RejectCode::TimestampOutOfRange:
        return make(
            QT_TRANSLATE_NOOP("RejectText", "Timestamp out of range"),
            QT_TRANSLATE_NOOP("RejectText", "The event time is so far away that it would move the watermark "
                                            "where no other event is."),
            QT_TRANSLATE_NOOP("RejectText", "Check the producer's clock and its unit: milliseconds read as "
                                            "seconds end up in another millennium."));
    case RejectCode::NotFinite:
        return make(QT_TRANSLATE_NOOP("RejectText", "Not a finite number"),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "The measured value is NaN or infinite, which no series can hold."),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "Usually a division by zero in the producer. Let it leave the "
                                      "sample out."));
    case RejectCode::InvalidName:
        return make(
            QT_TRANSLATE_NOOP("RejectText", "Invalid name"),
            QT_TRANSLATE_NOOP("RejectText", "The name of a metric, label or tag is empty, too long or not "
                                            "UTF-8."),
            QT_TRANSLATE_NOOP("RejectText", "The Hex tab shows the bytes. Names built from user input need "
                                            "cleaning in the producer."));
    default:
        return make(QT_TRANSLATE_NOOP("RejectText", "Too many tags"),
                    QT_TRANSLATE_NOOP("RejectText", "The event has more tags than the workspace allows."),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "Look for ids used as tag names; they belong into the values, or "
                                      "into the event's body."));
    }
}

RejectText businessText(RejectCode code) {
    switch (code) {
    case RejectCode::InvalidAmount:
        return make(QT_TRANSLATE_NOOP("RejectText", "Invalid amount"),
                    QT_TRANSLATE_NOOP("RejectText", "A payment's amount is negative or not a number."),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "Refunds are events of their own. Check the service that wrote "
                                      "the event."));
    case RejectCode::InvalidCurrency:
        return make(
            QT_TRANSLATE_NOOP("RejectText", "Invalid currency"),
            QT_TRANSLATE_NOOP("RejectText", "A payment's currency is not made of three upper-case letters."),
            QT_TRANSLATE_NOOP("RejectText", "Let the producer send the ISO 4217 code, such as EUR."));
    default:
        return make(QT_TRANSLATE_NOOP("RejectText", "Series limit reached"),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "The workspace holds as many distinct series as it may; this event "
                                      "would have started another one."),
                    QT_TRANSLATE_NOOP("RejectText",
                                      "Find the label that has a value per request or user and remove "
                                      "it, or raise the limit in workspace.yaml."));
    }
}

} // namespace

RejectText rejectText(RejectCode code) {
    if (code <= RejectCode::UnknownFormat) return payloadText(code);
    return code <= RejectCode::TooManyTags ? fieldText(code) : businessText(code);
}

QString stepWord(Step step) {
    switch (step) {
    case Step::Collect:
        return text(QT_TRANSLATE_NOOP("RejectText", "Collect"));
    case Step::Decode:
        return text(QT_TRANSLATE_NOOP("RejectText", "Decode"));
    case Step::Normalize:
        return text(QT_TRANSLATE_NOOP("RejectText", "Normalize"));
    case Step::Validate:
        return text(QT_TRANSLATE_NOOP("RejectText", "Validate"));
    case Step::Enrich:
        return text(QT_TRANSLATE_NOOP("RejectText", "Enrich"));
    case Step::Automate:
        return text(QT_TRANSLATE_NOOP("RejectText", "Automate"));
    case Step::Store:
        return text(QT_TRANSLATE_NOOP("RejectText", "Store"));
    }
    return {};
}

QString stepExplanation(Step step) {
    switch (step) {
    case Step::Collect:
        return text(QT_TRANSLATE_NOOP("RejectText", "Reads records from the source"));
    case Step::Decode:
        return text(QT_TRANSLATE_NOOP("RejectText", "Reads the payload's bytes as values"));
    case Step::Normalize:
        return text(QT_TRANSLATE_NOOP("RejectText", "Turns each dialect into the common envelope"));
    case Step::Validate:
        return text(QT_TRANSLATE_NOOP("RejectText", "Checks schema and business rules"));
    case Step::Enrich:
        return text(QT_TRANSLATE_NOOP("RejectText", "Adds tags and looked-up values"));
    case Step::Automate:
        return text(QT_TRANSLATE_NOOP("RejectText", "Removes duplicates, evaluates rules"));
    case Step::Store:
        return text(QT_TRANSLATE_NOOP("RejectText", "Writes to the workspace's database"));
    }
    return {};
}

} // namespace eventflow::viewmodels
