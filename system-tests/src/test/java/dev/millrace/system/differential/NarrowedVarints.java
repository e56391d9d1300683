package dev.millrace.system.differential;

import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordDeaggregator;

/**
 * A difference that is meant: protobuf-java drops the bits above 32 of tags and lengths, our reader finds such a
 * message corrupt at the place of the varint.
 */
final class NarrowedVarints {

    private static final int BITS = 32;
    private static final int BITS_PER_BYTE = 7;

    private NarrowedVarints() {}

    /** The message without these bits where our reader takes offence at them; as long as before, else unchanged. */
    static byte[] in(byte[] message) {
        byte[] narrowed = message.clone();
        while (RecordDeaggregator.create().deaggregate(Frame.around(narrowed)) instanceof Deaggregation.Corrupt corrupt
                && aboutTagOrLength(corrupt.reason())
                && narrow(narrowed, corrupt.offset() - Frame.MAGIC_LENGTH)) {}
        return narrowed;
    }

    private static boolean aboutTagOrLength(String reason) {
        return reason.startsWith("field number") || reason.startsWith("length past the end");
    }

    /** Takes the bits out of the varint there; false if it has none. */
    private static boolean narrow(byte[] message, int offset) {
        boolean changed = false;
        int place = offset;
        for (int shift = 0; ; shift += BITS_PER_BYTE, place++) {
            int kept = shift >= BITS ? 0 : 0x7F & (int) ((1L << (BITS - shift)) - 1);
            byte narrowed = (byte) (message[place] & (kept | 0x80));
            changed |= narrowed != message[place];
            boolean last = message[place] >= 0;
            message[place] = narrowed;
            if (last) {
                return changed;
            }
        }
    }
}
