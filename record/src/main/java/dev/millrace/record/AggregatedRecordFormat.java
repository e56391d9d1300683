package dev.millrace.record;

/**
 * The constants of the aggregated record format, for its reader and its writer.
 *
 * <pre>
 *  +-------------+------------------------------------------+------------------------+
 *  | F3 89 9A C2 | message: AggregatedRecord (proto2)        | MD5 of the message     |
 *  |   4 bytes   |   at least 1 byte                        |   16 bytes             |
 *  +-------------+------------------------------------------+------------------------+
 *
 *  AggregatedRecord   1  partition key table      repeated string
 *                     2  explicit hash key table  repeated string, decimal
 *                     3  records                  repeated Record
 *  Record             1  partition key index      required uint64
 *                     2  explicit hash key index  optional uint64
 *                     3  data                     required bytes
 *                     4  tags                     repeated Tag
 *  Tag                1  key                      required string
 *                     2  value                    optional string
 * </pre>
 */
final class AggregatedRecordFormat {

    static final int MAGIC_OFFSET = 0;

    /** The magic bytes as a big-endian number. */
    static final int MAGIC = 0xF3899AC2;

    static final int MAGIC_LENGTH = 4;
    static final int MESSAGE_OFFSET = MAGIC_OFFSET + MAGIC_LENGTH;
    static final int DIGEST_LENGTH = Md5.LENGTH;

    /** What a frame costs beside its message. */
    static final int FRAME_LENGTH = MAGIC_LENGTH + DIGEST_LENGTH;

    static final int WIRE_VARINT = 0;
    static final int WIRE_FIXED64 = 1;
    static final int WIRE_LENGTH_DELIMITED = 2;
    static final int WIRE_GROUP_START = 3;
    static final int WIRE_GROUP_END = 4;
    static final int WIRE_FIXED32 = 5;

    static final int PARTITION_KEY_TABLE = 1 << 3 | WIRE_LENGTH_DELIMITED;
    static final int HASH_KEY_TABLE = 2 << 3 | WIRE_LENGTH_DELIMITED;
    static final int RECORDS = 3 << 3 | WIRE_LENGTH_DELIMITED;

    static final int RECORD_PARTITION_KEY_INDEX = 1 << 3 | WIRE_VARINT;
    static final int RECORD_HASH_KEY_INDEX = 2 << 3 | WIRE_VARINT;
    static final int RECORD_DATA = 3 << 3 | WIRE_LENGTH_DELIMITED;
    static final int RECORD_TAG = 4 << 3 | WIRE_LENGTH_DELIMITED;

    static final int TAG_KEY = 1 << 3 | WIRE_LENGTH_DELIMITED;
    static final int TAG_VALUE = 2 << 3 | WIRE_LENGTH_DELIMITED;

    /** Key of the tag on the first user record that marks a pinned aggregate. It has no value. */
    static final String PIN_TAG_KEY = "pin";

    /** Place in the explicit hash key table of the pin, in a marked aggregate. */
    static final int PIN_INDEX = 0;

    /** The longest varint. */
    static final int MAX_VARINT_LENGTH = 10;

    /** How deep unknown groups may be nested, as in protobuf's own readers. */
    static final int MAX_GROUP_DEPTH = 100;

    private AggregatedRecordFormat() {}

    /** Bytes of a varint. */
    static int varintLength(int value) {
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }

    /** Bytes of a length-delimited field whose tag has one byte, where the length may pass what an int holds. */
    static long fieldLength(long length) {
        return 1 + (70 - Long.numberOfLeadingZeros(length | 1)) / 7 + length;
    }

    /** Bytes of a length-delimited field whose tag has one byte. */
    static int fieldLength(int length) {
        return 1 + varintLength(length) + length;
    }
}
