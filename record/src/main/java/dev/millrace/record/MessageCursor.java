package dev.millrace.record;

import static dev.millrace.record.AggregatedRecordFormat.MAX_GROUP_DEPTH;
import static dev.millrace.record.AggregatedRecordFormat.MAX_VARINT_LENGTH;
import static dev.millrace.record.AggregatedRecordFormat.WIRE_FIXED32;
import static dev.millrace.record.AggregatedRecordFormat.WIRE_FIXED64;
import static dev.millrace.record.AggregatedRecordFormat.WIRE_GROUP_END;
import static dev.millrace.record.AggregatedRecordFormat.WIRE_GROUP_START;
import static dev.millrace.record.AggregatedRecordFormat.WIRE_LENGTH_DELIMITED;
import static dev.millrace.record.AggregatedRecordFormat.WIRE_VARINT;

import org.jspecify.annotations.Nullable;

/**
 * A place in a protobuf message and the reading of its parts; places are byte offsets in the record. Every read is bounded by {@link #limit}; an unknown
 * field costs as much time as it has bytes and no memory that grows with it.
 */
final class MessageCursor {

    private final byte[] bytes;

    /** Where offset 0 is in the array. */
    private final int base;

    private int position;
    private int limit;

    /** Numbers of the groups that are open while one is passed over; made once, if at all. */
    private int @Nullable [] openGroups;

    MessageCursor(byte[] bytes, int base, int position, int limit) {
        this.bytes = bytes;
        this.base = base;
        this.position = position;
        this.limit = limit;
    }

    int position() {
        return position;
    }

    /** Moves on over what a {@link #length()} announced. */
    void pass(int length) {
        position += length;
    }

    int limit() {
        return limit;
    }

    /** Narrows or widens what may be read; returns the limit before. */
    int limit(int newLimit) {
        int before = limit;
        limit = newLimit;
        return before;
    }

    boolean hasRemaining() {
        return position < limit;
    }

    /** A varint of 1 to 10 bytes, taken modulo 2^64. */
    long varint() throws CorruptMessageException {
        if (position < limit) {
            byte only = bytes[base + position];
            if (only >= 0) {
                position++;
                return only;
            }
        }
        return longVarint();
    }

    private long longVarint() throws CorruptMessageException {
        int start = position;
        long value = 0;
        for (int i = 0; i < MAX_VARINT_LENGTH; i++) {
            if (position >= limit) {
                throw new CorruptMessageException("truncated varint", start);
            }
            byte part = bytes[base + position++];
            value |= (long) (part & 0x7F) << (7 * i);
            if (part >= 0) {
                return value;
            }
        }
        throw new CorruptMessageException("varint longer than 10 bytes", start);
    }

    /** A field's number and wire type. */
    int tag() throws CorruptMessageException {
        int start = position;
        long tag = varint();
        if (tag >>> 32 != 0) {
            throw new CorruptMessageException("field number too large", start);
        }
        if (tag >>> 3 == 0) {
            throw new CorruptMessageException("field number 0", start);
        }
        return (int) tag;
    }

    /** The length of what follows, which is all there. */
    int length() throws CorruptMessageException {
        int start = position;
        long length = varint();
        if (length < 0 || length > limit - position) {
            throw new CorruptMessageException(
                    "length past the end: length=" + Long.toUnsignedString(length) + " left=" + (limit - position),
                    start);
        }
        return (int) length;
    }

    /** An index into a table; one that no table can have becomes {@link Integer#MAX_VALUE}. */
    int index() throws CorruptMessageException {
        long index = varint();
        return index < 0 || index > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) index;
    }

    /** Passes over a field whose tag was just read. */
    void skip(int tag) throws CorruptMessageException {
        int start = position;
        switch (tag & 7) {
            case WIRE_VARINT -> varint();
            case WIRE_FIXED64 -> advance(8);
            case WIRE_LENGTH_DELIMITED -> advance(length());
            case WIRE_GROUP_START -> skipGroup(tag >>> 3, start);
            case WIRE_GROUP_END -> throw new CorruptMessageException("end of a group that was not opened", start);
            case WIRE_FIXED32 -> advance(4);
            default -> throw new CorruptMessageException("unknown wire type " + (tag & 7), start);
        }
    }

    private void skipGroup(int number, int start) throws CorruptMessageException {
        int[] open = openGroups == null ? new int[MAX_GROUP_DEPTH] : openGroups;
        openGroups = open;
        int depth = 0;
        open[depth++] = number;
        while (depth > 0) {
            if (!hasRemaining()) {
                throw new CorruptMessageException("group without its end", start);
            }
            int place = position;
            int tag = tag();
            if ((tag & 7) == WIRE_GROUP_START) {
                if (depth == MAX_GROUP_DEPTH) {
                    throw new CorruptMessageException("groups nested deeper than " + MAX_GROUP_DEPTH, place);
                }
                open[depth++] = tag >>> 3;
            } else if ((tag & 7) == WIRE_GROUP_END) {
                if (open[--depth] != tag >>> 3) {
                    throw new CorruptMessageException("group ended under another number", place);
                }
            } else {
                skip(tag);
            }
        }
    }

    private void advance(int length) throws CorruptMessageException {
        if (length > limit - position) {
            throw new CorruptMessageException("field runs past the end", position);
        }
        position += length;
    }
}
