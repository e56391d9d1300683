package dev.millrace.cli.put;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HexFormat;

/**
 * The beginning of a file, by which it is known again under another name, or known to have been emptied and filled anew.
 *
 * @param length how many bytes of the beginning, at most {@value #MAX_LENGTH}
 * @param digest of these
 */
record FileHead(int length, String digest) {

    static final int MAX_LENGTH = 1024;
    static final FileHead EMPTY = new FileHead(0, "");

    /** The beginning of this file as it is now, as far as this length and its size go. */
    static FileHead of(FileChannel file, long length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MAX_LENGTH, length));
        while (bytes.hasRemaining()) {
            if (file.read(bytes, bytes.position()) < 0) {
                break;
            }
        }
        if (bytes.position() == 0) {
            return EMPTY;
        }
        byte[] head = new byte[bytes.flip().remaining()];
        bytes.get(head);
        return new FileHead(head.length, HexFormat.of().formatHex(Digests.sha256(head)));
    }

    /** Whether the file begins like this. */
    boolean isOf(FileChannel file) throws IOException {
        return equals(of(file, length));
    }
}
