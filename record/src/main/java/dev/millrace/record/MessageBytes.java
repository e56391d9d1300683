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
    private byte[] piece;
    private int pieceLength;

    MessageBytes() {
        this(0);
    }

    /** With room for so many bytes, if that is more than it always has. */
    MessageBytes(int expected) {
        this.piece = new byte[Math.max(FIRST_PIECE, Math.min(expected, LARGEST_PIECE))];
    }

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
        bytes(value, 0, value.length);
    }

    /** Bytes as they are. */
    void bytes(byte[] source, int offset, int count) {
        byte[] room = reserve(count);
        System.arraycopy(source, offset, room, pieceLength, count);
        pieceLength += count;
    }

    /** The bytes of a buffer from 0 to its limit. */
    void bytes(ByteBuffer source) {
        byte[] room = reserve(source.limit());
        source.get(0, room, pieceLength, source.limit());
        pieceLength += source.limit();
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
