#pragma once

#include "core/codec/registered_schema.h"
#include "core/schema/compatibility.h"
#include "core/schema/schema_diff.h"
#include "core/schema/schema_drift.h"

#include <QString>

#include <string>

/// What registries and checks say, in words of the screen.
namespace eventflow::viewmodels {

QString schemaTypeText(codec::SchemaType type);
/// What a level lets in and who may upgrade first. A level that is not known is empty.
QString levelMeaning(const std::string& level);
/// What a registry's mode lets one do. Likewise.
QString modeMeaning(const std::string& mode);
/// `backward: the new version reads data of version 3`.
QString directionText(schema::ReadDirection direction, int oldVersion);
QString changeKindText(schema::ChangeKind kind);
QString driftKindText(schema::DriftKind kind);
/// `(whole value)` for the empty path.
QString pathText(const std::string& path);

/// The topic of a subject that is named after one: `orders` of `orders-value`; empty when it is not.
std::string topicOfSubject(const std::string& subject);

} // namespace eventflow::viewmodels
