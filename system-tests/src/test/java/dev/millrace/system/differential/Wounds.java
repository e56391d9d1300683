package dev.millrace.system.differential;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Random damage to a message. */
final class Wounds {

    /** What protobuf messages break on: ends of varints, tags of the schema and of groups, lengths. */
    private static final int[] TELLING_BYTES = {
        0, 1, 2, 3, 0x08, 0x0A, 0x0B, 0x0C, 0x10, 0x12, 0x1A, 0x1B, 0x1C, 0x22, 0x2B, 0x2C, 0x30, 0x39, 0x7F, 0x80, 0xFF
    };

    private Wounds() {}

    /** The bytes with one to three places changed, taken out, put in, doubled or cut off. */
    static byte[] damaged(byte[] bytes, SplittableRandom random) {
        byte[] damaged = bytes;
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            damaged = wounded(damaged, random);
        }
        return damaged;
    }

    private static byte[] wounded(byte[] bytes, SplittableRandom random) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(8));
        byte[] head = Arrays.copyOf(bytes, from);
        byte[] tail = Arrays.copyOfRange(bytes, to, bytes.length);
        byte[] middle = Arrays.copyOfRange(bytes, from, to);
        return switch (random.nextInt(8)) {
            case 0 -> joined(head, tail);
            case 1 -> joined(head, middle, middle, tail);
            case 2 -> joined(head, RandomText.bytes(random, middle.length), tail);
            case 3 -> joined(head, telling(random), middle, tail);
            case 4 -> joined(head, middle, new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x10}, tail);
            case 5 -> random.nextInt(4) == 0 ? head : bytes;
            case 6 -> {
                byte[] flipped = bytes.clone();
                if (from < bytes.length) {
                    flipped[from] ^= (byte) (1 << random.nextInt(8));
                }
                yield flipped;
            }
            default -> {
                byte[] replaced = bytes.clone();
                if (from < bytes.length) {
                    replaced[from] = telling(random)[0];
                }
                yield replaced;
            }
        };
    }

    private static byte[] telling(SplittableRandom random) {
        byte[] bytes = new byte[1 + random.nextInt(3)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) TELLING_BYTES[random.nextInt(TELLING_BYTES.length)];
        }
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
