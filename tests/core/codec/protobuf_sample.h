#pragma once

#include "core/codec/protobuf/message_pool.h"

#include <vector>

namespace eventflow::test {

/// Two files: proto3 with every kind of field and the well-known types, and proto2 with groups and
/// extensions.
inline std::vector<codec::protobuf::ProtoFile> protobufSample() {
    return {
        {"sample/everything.proto", R"(
syntax = "proto3";
package sample;
import "sample/old.proto";
import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
message Everything {
  enum Color { RED = 0; GREEN = 1; BLUE = -2; }
  message Inner { int32 id = 1; string name = 2; repeated int32 list = 3; Inner self = 4; }
  double f64 = 1;
  float f32 = 2;
  int32 i32 = 3;
  int64 i64 = 4;
  uint32 u32 = 5;
  uint64 u64 = 6;
  sint32 s32 = 7;
  sint64 s64 = 8;
  fixed32 x32 = 9;
  fixed64 x64 = 10;
  sfixed32 y32 = 11;
  sfixed64 y64 = 12;
  bool flag = 13;
  string text = 14;
  bytes data = 15;
  Color color = 16;
  Inner inner = 17;
  repeated int32 packed = 18;
  repeated int32 unpacked = 19 [packed = false];
  repeated string texts = 20;
  repeated Inner inners = 21;
  map<string, int32> counts = 22;
  map<int32, Inner> byId = 23;
  map<bool, Color> colors = 24;
  oneof choice { string word = 25; Inner node = 26; int64 number = 27; }
  repeated Color palette = 28;
  repeated double doubles = 29;
  optional int32 maybe = 30;
  Old old = 31;
  map<uint64, bytes> blobs = 32;
  google.protobuf.Timestamp at = 40;
  google.protobuf.Duration took = 41;
  google.protobuf.Any any = 42;
  google.protobuf.Struct json = 43;
  google.protobuf.Value value = 44;
  google.protobuf.ListValue list = 45;
  google.protobuf.FieldMask mask = 46;
  google.protobuf.StringValue name = 47;
  google.protobuf.Int64Value big = 48;
  google.protobuf.BytesValue blob = 49;
  repeated google.protobuf.Timestamp times = 50;
  google.protobuf.DoubleValue ratio = 51;
}
)"},
        {"sample/old.proto", R"(
syntax = "proto2";
package sample;
message Old {
  required int32 id = 1;
  optional group Part = 2 { optional string label = 1; optional group Deep = 2 { optional int32 n = 1; } }
  repeated group Row = 3 { optional int32 a = 1; }
  optional string text = 4;
  repeated int32 plain = 5;
  repeated int32 packed = 6 [packed = true];
  optional Level level = 7;
  enum Level { LOW = 1; HIGH = 2; }
  extensions 100 to max;
}
extend Old { optional int32 discount = 100; repeated string notes = 101; optional Old nested = 102; }
)"},
    };
}

} // namespace eventflow::test
