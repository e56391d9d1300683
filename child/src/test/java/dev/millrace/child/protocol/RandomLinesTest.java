package dev.millrace.child.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever comes through a pipe, nothing is thrown and no good line behind it is lost. */
class RandomLinesTest {

    private static final int ROUNDS = 20_000;
    private static final int MAX_LINE_BYTES = 300;

    private static final List<String> GOOD = List.of(
            "{\"action\":\"status\",\"responseFor\":\"processRecords\"}",
            "{\"action\":\"checkpoint\",\"sequenceNumber\":\"495\",\"subSequenceNumber\":3}",
            "{\"action\":\"initialize\",\"shardId\":\"shardId-0\",\"sequenceNumber\":\"TRIM_HORIZON\",\"subSequenceNumber\":0}",
            "{\"action\":\"processRecords\",\"records\":[{\"data\":\"d29yZA==\",\"partitionKey\":\"schl\u00fcssel\","
                    + "\"sequenceNumber\":\"1\",\"approximateArrivalTimestamp\":1,\"subSequenceNumber\":0,"
                    + "\"action\":\"record\"}],\"millisBehindLatest\":42}");

    private static final String TOKENS = "{}[]\",:\\0123456789.eE+-truefalsnu /*'#\u00fc\uD83D\uDE00\u0000\u001b";

    private int messages;
    private int strays;

    @Test
    void noiseIsNoMessageAndTheNextLineIsRead() {
        rounds(random -> check(noise(random), random));
        assertThat(strays).isGreaterThan(ROUNDS);
    }

    @Test
    void damagedMessagesAreReadOrNotAndTheNextLineIsRead() {
        rounds(random -> {
            byte[] line = good(random).getBytes(StandardCharsets.UTF_8);
            for (int left = random.nextInt(4); left > 0; left--) {
                line[random.nextInt(line.length)] = (byte) random.nextInt(256);
            }
            check(line, random);
        });
        assertThat(strays).isGreaterThan(ROUNDS / 4);
        assertThat(messages).as("the good lines aside").isGreaterThan(ROUNDS + ROUNDS / 4);
    }

    @Test
    void textOfTheLanguageIsReadOrNotAndTheNextLineIsRead() {
        rounds(random -> {
            StringBuilder line = new StringBuilder();
            for (int left = random.nextInt(60); left > 0; left--) {
                if (random.nextInt(12) == 0) {
                    String good = good(random);
                    int from = random.nextInt(good.length());
                    line.append(good, from, from + random.nextInt(good.length() - from));
                } else {
                    line.append(TOKENS.charAt(random.nextInt(TOKENS.length())));
                }
            }
            check(line.toString().getBytes(StandardCharsets.UTF_8), random);
        });
        assertThat(strays).isGreaterThan(ROUNDS / 4);
    }

    private void check(byte[] line, SplittableRandom random) {
        String good = good(random);
        try {
            ByteArrayOutputStream pipe = new ByteArrayOutputStream();
            pipe.write(line);
            pipe.write('\n');
            pipe.write(good.getBytes(StandardCharsets.UTF_8));
            pipe.write('\n');
            List<Line> lines = lines(new InPieces(pipe.toByteArray(), random));
            assertThat(lines.get(lines.size() - 1))
                    .isEqualTo(lines(new ByteArrayInputStream(good.getBytes(StandardCharsets.UTF_8)))
                            .get(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Line> lines(InputStream source) throws IOException {
        MessageReader reader = new MessageReader(source, MAX_LINE_BYTES);
        List<Line> lines = new ArrayList<>();
        for (Line line = reader.read(); line != null; line = reader.read()) {
            lines.add(line);
            messages += line instanceof Line.OfMessage ? 1 : 0;
            strays += line instanceof Line.Stray ? 1 : 0;
        }
        return lines;
    }

    private static String good(SplittableRandom random) {
        return GOOD.get(random.nextInt(GOOD.size()));
    }

    private static byte[] noise(SplittableRandom random) {
        byte[] noise = new byte[random.nextInt(2 * MAX_LINE_BYTES)];
        random.nextBytes(noise);
        return noise;
    }

    private static void rounds(Consumer<SplittableRandom> round) {
        Long given = Long.getLong("millrace.seed");
        long seed = given == null ? System.nanoTime() : given;
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int i = 0; i < ROUNDS; i++) {
            try {
                round.accept(new SplittableRandom(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("round " + i + " failed, -Dmillrace.seed=" + seed + ": " + e, e);
            }
            seed = seeds.nextLong();
        }
    }

    /** As a pipe gives it: now more, now less. */
    private static final class InPieces extends ByteArrayInputStream {

        private final SplittableRandom random;

        private InPieces(byte[] bytes, SplittableRandom random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(64)));
        }
    }
}
