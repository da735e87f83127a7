"""The reference library of MCAP as peer of our reader and writer.

    peer.py read FILE                 prints everything of a capture, one line each
    peer.py write FILE COMPRESSION    writes a capture and prints the same lines

The encoding of records is implemented here a second time, from resources/docs/capture-format.md alone.
"""

import io
import random
import struct
import sys
import zlib

from mcap.reader import SeekingReader
from mcap.records import Channel, DataEnd, Header, Message, Metadata, Schema
from mcap.stream_reader import StreamReader
from mcap.writer import CompressionType, Writer


def show_bytes(value):
    return "null" if value is None else f"{len(value)}:{zlib.crc32(value):08x}"


def show_map(entries):
    return " ".join(f"{key}={entries[key]}" for key in sorted(entries, key=str.encode))


def show_record(channel, message, record):
    offset, attributes, kind, timestamp, key, value, headers = record
    shown = [
        f"record {channel.metadata['kafka.topic']}/{channel.metadata['kafka.partition']}@{offset}",
        f"{message.sequence} {message.log_time} {message.publish_time}",
        f"{attributes} {kind} {timestamp} {show_bytes(key)} {show_bytes(value)}",
    ]
    shown += [f"{show_bytes(name)}={show_bytes(content)}" for name, content in headers]
    return " ".join(shown)


class Cursor:
    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, count):
        assert 0 <= count <= len(self.data) - self.at
        self.at += count
        return self.data[self.at - count : self.at]

    def fixed(self, layout):
        return struct.unpack(layout, self.take(struct.calcsize(layout)))[0]

    def varint(self):
        raw = 0
        for shift in range(0, 70, 7):
            byte = self.take(1)[0]
            raw |= (byte & 0x7F) << shift
            if byte < 0x80:
                return (raw >> 1) ^ -(raw & 1)
        raise ValueError("a number of more than 10 bytes")

    def nullable(self):
        length = self.varint()
        return None if length == -1 else self.take(length)


def decode(data):
    cursor = Cursor(data)
    head = (cursor.fixed("<q"), cursor.fixed("<b"), cursor.fixed("<b"), cursor.varint())
    key, value = cursor.nullable(), cursor.nullable()
    headers = [(cursor.nullable(), cursor.nullable()) for _ in range(cursor.varint())]
    assert cursor.at == len(data)
    return (*head, key, value, headers)


def varint(value):
    rest = (value << 1) ^ (value >> 63)
    out = bytearray()
    while rest >= 0x80:
        out.append(rest & 0x7F | 0x80)
        rest >>= 7
    out.append(rest)
    return bytes(out)


def nullable(value):
    return varint(-1) if value is None else varint(len(value)) + value


def encode(record):
    offset, attributes, kind, timestamp, key, value, headers = record
    out = struct.pack("<qbb", offset, attributes, kind) + varint(timestamp) + nullable(key) + nullable(value)
    return out + varint(len(headers)) + b"".join(nullable(name) + nullable(content) for name, content in headers)


def show_definitions(schemas, channels):
    for schema in schemas:
        print(f"schema {schema.id} {schema.name} {schema.encoding} {show_bytes(schema.data)}")
    for channel in channels:
        shown = f"{channel.schema_id} {channel.topic} {channel.message_encoding} {show_map(channel.metadata)}"
        print(f"channel {channel.id} {shown}")


def check_summary_crc(data):
    footer = len(data) - 8 - 29
    start, _, crc = struct.unpack("<QQI", data[footer + 9 : -8])
    assert crc == zlib.crc32(data[start : len(data) - 12]), "the checksum of the summary"


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    check_summary_crc(data)
    channels = {}
    schemas = {}
    records = []
    for record in StreamReader(io.BytesIO(data), validate_crcs=True).records:
        if isinstance(record, Header):
            print(f"header {record.profile}")
        elif isinstance(record, Metadata):
            print(f"metadata {record.name} {show_map(record.metadata)}")
        elif isinstance(record, Schema):
            assert schemas.setdefault(record.id, record) == record
        elif isinstance(record, Channel):
            assert channels.setdefault(record.id, record) == record
        elif isinstance(record, Message):
            records.append(show_record(channels[record.channel_id], record, decode(record.data)))
        elif isinstance(record, DataEnd):
            assert record.data_section_crc != 0
    reader = SeekingReader(io.BytesIO(data), validate_crcs=True)
    summary = reader.get_summary()
    assert summary.schemas == schemas and summary.channels == channels
    show_definitions(schemas.values(), channels.values())
    print("\n".join(records))
    statistics = summary.statistics
    print(
        f"statistics {statistics.message_count} {statistics.schema_count} {statistics.channel_count} "
        f"{statistics.metadata_count} {statistics.chunk_count} {statistics.message_start_time} "
        f"{statistics.message_end_time} {show_map({str(k): v for k, v in statistics.channel_message_counts.items()})}"
    )
    assert len(summary.chunk_indexes) == statistics.chunk_count
    assert len(list(reader.iter_metadata())) == statistics.metadata_count
    times = [message.log_time for _, _, message in reader.iter_messages()]
    assert len(times) == len(records) and times == sorted(times)


def random_record(source, offset):
    def content():
        return None if source.random() < 0.2 else source.randbytes(source.choice([0, 1, 63, 64, 300, 9000]))

    kind = source.choice([-1, 0, 1])
    timestamp = -1 if kind == -1 else source.choice([0, -1, 1700000000123, 2**63 - 1, -(2**63)])
    headers = [(content() or b"", content()) for _ in range(source.choice([0, 0, 1, 5]))]
    return (offset, 0, kind, timestamp, content(), content(), headers)


def write(path, compression):
    source = random.Random(1)
    with open(path, "wb") as file:
        writer = Writer(file, chunk_size=20000, compression=CompressionType[compression], enable_data_crcs=True)
        writer.start(profile="kafka")
        print("header kafka")
        entries = {"cluster_id": "peer", "format": "1"}
        writer.add_metadata("kafka.capture", entries)
        print(f"metadata kafka.capture {show_map(entries)}")
        data = struct.pack("<I", 2) + b"{}" + struct.pack("<I", 0)
        writer.register_schema("41", "x-registry-json", data)
        schema = Schema(id=1, name="41", encoding="x-registry-json", data=data)
        channels = []
        for partition in range(30):
            metadata = {"kafka.topic": "orders/ä", "kafka.partition": str(partition)}
            topic = f"orders/ä/{partition}"
            number = writer.register_channel(topic, "x-kafka-record", partition % 2, metadata)
            channel = Channel(
                id=number, schema_id=partition % 2, topic=topic, message_encoding="x-kafka-record", metadata=metadata
            )
            channels.append(channel)
        show_definitions([schema], channels)
        for sequence in range(3000):
            channel = source.choice(channels)
            record = random_record(source, sequence)
            log_time = 1700000000000000000 + sequence * 1000 - source.randrange(100000)
            message = Message(
                channel_id=channel.id,
                sequence=sequence,
                log_time=log_time,
                publish_time=1700000000123456789,
                data=encode(record),
            )
            writer.add_message(channel.id, log_time, message.data, message.publish_time, sequence)
            print(show_record(channel, message, record))
        writer.finish()


if sys.argv[1] == "read":
    read(sys.argv[2])
else:
    write(sys.argv[2], sys.argv[3])
