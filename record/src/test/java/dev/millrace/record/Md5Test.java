package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our own MD5 against the runtime's. What is built on it is tried in {@link MissingMd5Test}. */
class Md5Test {

    private final MessageDigest plain = new PlainMd5();

    /** The test suite of RFC 1321. */
    @ParameterizedTest
    @CsvSource({
        "'', d41d8cd98f00b204e9800998ecf8427e",
        "a, 0cc175b9c0f1b6a831c399e269772661",
        "abc, 900150983cd24fb0d6963f7d28e17f72",
        "message digest, f96b697d7cb7938d525a2f31aaf161d0",
        "abcdefghijklmnopqrstuvwxyz, c3fcd3d76192e4007dfb496cca67e13b",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789, d174ab98d277d9f5a5611c2c9f419d9f",
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890, "
                + "57edf4a22be3c955ac49da2e2107b67a"
    })
    void digestsAreThoseOfTheSpecification(String text, String digest) {
        byte[] result = plain.digest(text.getBytes(StandardCharsets.US_ASCII));
        assertThat(HexFormat.of().formatHex(result)).isEqualTo(digest);
    }

    @Test
    void everyLengthGivesTheRuntimesDigest() {
        byte[] bytes = RandomRecords.bytes(new SplittableRandom(1), 300);
        for (int length = 0; length <= 300; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThat(plain.digest(part)).as("%d bytes", length).isEqualTo(HandMade.md5(part));
        }
    }

    @Test
    void piecesOfAnyKindGiveTheDigestOfTheWhole() {
        Seeds.rounds(2_000, random -> {
            byte[] bytes = RandomRecords.bytes(random, random.nextInt(1_000));
            int most = 1 + random.nextInt(200);
            for (int place = 0; place < bytes.length; ) {
                int count = Math.min(bytes.length - place, random.nextInt(most + 1));
                update(plain, random, bytes, place, count);
                place += count;
            }
            assertThat(plain.digest()).isEqualTo(HandMade.md5(bytes));
        });
    }

    private static void update(MessageDigest digest, SplittableRandom random, byte[] bytes, int place, int count) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, place, count);
        switch (random.nextInt(5)) {
            case 0 -> digest.update(bytes, place, count);
            case 1 -> {
                for (int i = place; i < place + count; i++) {
                    digest.update(bytes[i]);
                }
            }
            case 2 -> digest.update(buffer);
            case 3 -> digest.update(buffer.slice().asReadOnlyBuffer());
            default ->
                digest.update(ByteBuffer.allocateDirect(count).put(buffer).flip());
        }
    }

    @Test
    void inputIsNotChanged() {
        byte[] bytes = RandomRecords.bytes(new SplittableRandom(2), 200);
        byte[] before = bytes.clone();
        plain.update(bytes, 3, 150);
        plain.digest();
        assertThat(bytes).isEqualTo(before);
    }

    @Test
    void digestIsWrittenWhereItIsWanted() throws DigestException {
        byte[] expected = HandMade.md5(new byte[] {1});
        byte[] result = new byte[20];
        plain.update((byte) 1);
        assertThat(plain.digest(result, 3, 16)).isEqualTo(16);
        assertThat(Arrays.copyOfRange(result, 3, 19)).isEqualTo(expected);
        assertThat(new byte[] {result[0], result[1], result[2], result[19]}).containsOnly(0);
        assertThat(plain.getDigestLength()).isEqualTo(16);
        assertThat(plain.getAlgorithm()).isEqualTo("MD5");
    }

    @Test
    void digestWithoutRoomForItIsRefusedAndNothingIsLost() {
        plain.update((byte) 1);
        assertThatThrownBy(() -> plain.digest(new byte[20], 0, 15))
                .isInstanceOf(DigestException.class)
                .hasMessageContaining("bytes=15 (needs 16)");
        assertThat(plain.digest()).isEqualTo(HandMade.md5(new byte[] {1}));
    }

    @Test
    void digestServesAgainAfterItsEndAndAfterAReset() {
        byte[] nothing = HandMade.md5(new byte[0]);
        for (int length : new int[] {0, 1, 55, 56, 63, 64, 65, 200}) {
            plain.update(new byte[length]);
            plain.digest();
            assertThat(plain.digest()).as("after %d bytes", length).isEqualTo(nothing);
            plain.update(new byte[length]);
            plain.reset();
            assertThat(plain.digest()).as("after a reset at %d bytes", length).isEqualTo(nothing);
        }
    }

    @Test
    void digestOfAPartOfAnArrayIsFoundAndWritten() {
        Seeds.rounds(500, random -> {
            int before = random.nextInt(10);
            int length = random.nextInt(200);
            byte[] bytes = RandomRecords.bytes(random, before + length + 16 + random.nextInt(10));
            assertThat(Md5.follows(bytes, before, length)).isFalse();
            Md5.digest(bytes, before, length, before + length);
            assertThat(Md5.follows(bytes, before, length)).isTrue();
            byte[] part = Arrays.copyOfRange(bytes, before, before + length);
            assertThat(Arrays.copyOfRange(bytes, before + length, before + length + 16))
                    .isEqualTo(HandMade.md5(part));
            bytes[before + length + random.nextInt(16)] ^= 1;
            assertThat(Md5.follows(bytes, before, length)).isFalse();
        });
    }

    /** A thread begins with our own and goes over to the runtime's. */
    @Test
    void digestsStayTheSameWhenAThreadHasDoneMuch() throws Exception {
        byte[] bytes = RandomRecords.bytes(new SplittableRandom(4), 100_000 + 16);
        byte[] expected = HandMade.md5(Arrays.copyOf(bytes, 100_000));
        FutureTask<Boolean> all = new FutureTask<>(() -> {
            for (int i = 0; i < 25; i++) {
                Md5.digest(bytes, 0, 100_000, 100_000);
                if (!Arrays.equals(bytes, 100_000, 100_016, expected, 0, 16)) {
                    return false;
                }
            }
            return true;
        });
        new Thread(all, "much").start();
        assertThat(all.get(1, TimeUnit.MINUTES)).isTrue();
    }
}
