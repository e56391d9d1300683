package dev.millrace.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A growing part of a message that is being written. It grows by pieces, so that nothing is copied until the message
 * is put together.
 */
final class MessageBytes {

    private static final int FIRST_PIECE = 256;
    private static final int LARGEST_PIECE = 64 * 1024;

    /** Of an int. */
    private static final int MAX_VARINT_LENGTH = 5;

    /** Pieces that are written, each a buffer from its first to its last byte. */
    private final List<ByteBuffer> written = new ArrayList<>();

    private int writtenLength;
    private byte[] piece = new byte[FIRST_PIECE];
    private int pieceLength;

    int length() {
        return writtenLength + pieceLength;
    }

    void varint(int value) {
        byte[] room = reserve(MAX_VARINT_LENGTH);
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            room[pieceLength++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        room[pieceLength++] = (byte) rest;
    }

    /** A length-delimited field. */
    void field(int tag, byte[] value) {
        varint(tag);
        varint(value.length);
        fields(value);
    }

    /** A length-delimited field with the remaining bytes of the buffer, whose position is left alone. */
    void field(int tag, ByteBuffer value) {
        int count = value.remaining();
        varint(tag);
        varint(count);
        byte[] room = reserve(count);
        if (value.hasArray()) {
            System.arraycopy(value.array(), value.arrayOffset() + value.position(), room, pieceLength, count);
        } else {
            value.get(value.position(), room, pieceLength, count);
        }
        pieceLength += count;
    }

    /** Fields that are encoded already. */
    void fields(byte[] encoded) {
        byte[] room = reserve(encoded.length);
        System.arraycopy(encoded, 0, room, pieceLength, encoded.length);
        pieceLength += encoded.length;
    }

    void appendTo(ByteBuffer target) {
        written.forEach(before -> target.put(before.duplicate()));
        target.put(piece, 0, pieceLength);
    }

    byte[] toArray() {
        ByteBuffer all = ByteBuffer.allocate(length());
        appendTo(all);
        return all.array();
    }

    private byte[] reserve(int count) {
        if (piece.length - pieceLength < count) {
            written.add(ByteBuffer.wrap(piece, 0, pieceLength));
            writtenLength += pieceLength;
            piece = new byte[Math.max(count, Math.max(FIRST_PIECE, Math.min(writtenLength, LARGEST_PIECE)))];
            pieceLength = 0;
        }
        return piece;
    }
}
