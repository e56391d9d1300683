package dev.millrace.child.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames to the byte, in both directions. */
class FramesTest {

    private static final String SHARD = "s-7";

    private static byte[] written(Message message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new FrameWriter(bytes).write(SHARD, message);
        return bytes.toByteArray();
    }

    private static ShardMessage read(byte[] bytes) throws Exception {
        FrameReader reader = new FrameReader(new ByteArrayInputStream(bytes));
        ShardMessage message = reader.read();
        assertThat(reader.read()).isNull();
        assertThat(message).isNotNull();
        return message;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("#.*\n|\\s", ""));
    }

    private static ProtocolRecord record(String number, long sub, String key, String data) {
        return new ProtocolRecord(
                StandardCharsets.UTF_8.encode(data), key, number, Instant.ofEpochMilli(1_700_000_000_123L), sub);
    }

    @Test
    void batchIsWrittenToTheByte() throws Exception {
        byte[] expected = hex("""
                f5 52               # mark, R
                0003 00000071       # 3 bytes of a shard id, 113 of a body
                73 2d 37            # s-7
                000000000000002a    # 42 ms behind
                00000003            # records
                0000000000000000    # sub-sequence number
                0000018bcfe5687b    # arrival
                00000003 00000002 00000003
                34 39 35            # 495
                c3 a4               # a with two dots
                63 61 74            # cat
                0000000000000001
                0000018bcfe5687b
                ffffffff ffffffff 00000000   # number and key of the record before, no data
                0000000000000002
                ffffffffffffffff    # arrival is not known
                00000003 00000005 00000001
                34 39 36            # 496
                f0 9f 90 88 6b      # a cat, k
                00
                """);
        Message batch = new Message.ProcessRecords(
                List.of(
                        record("495", 0, "ä", "cat"),
                        record("495", 1, "ä", ""),
                        new ProtocolRecord(ByteBuffer.wrap(new byte[1]), "\uD83D\uDC08k", "496", null, 2)),
                42L);
        assertThat(written(batch)).isEqualTo(expected);
        assertThat(read(expected)).isEqualTo(new ShardMessage(SHARD, batch));
    }

    @Test
    void otherMessagesAreTheirJson() throws Exception {
        Message answer = Message.Checkpoint.upTo("495", 3L).stored();
        String json = "{\"action\":\"checkpoint\",\"sequenceNumber\":\"495\",\"subSequenceNumber\":3,\"error\":null}";
        byte[] expected =
                hex("f54a 0003 00000051 732d37" + HexFormat.of().formatHex(json.getBytes(StandardCharsets.UTF_8)));
        assertThat(written(answer)).isEqualTo(expected);
        assertThat(read(expected)).isEqualTo(new ShardMessage(SHARD, answer));
    }

    @Test
    void emptyBatchOfUnknownAge() throws Exception {
        byte[] expected = hex("f552 0003 0000000c 732d37 ffffffffffffffff 00000000");
        Message empty = new Message.ProcessRecords(List.of(), null);
        assertThat(written(empty)).isEqualTo(expected);
        assertThat(read(expected)).isEqualTo(new ShardMessage(SHARD, empty));
    }

    @ParameterizedTest
    @CsvSource({
        "7b, no frame: firstByte=123",
        "f558 0000 00000000, unknown type of frame: 88",
        "f552 0000 ffffffff, frame too long: bytes=-1 (0 to 67108864)",
        "f552 0000 04000001, frame too long: bytes=67108865",
        "f552 0000 00000004 00000000, record that goes on behind its frame: bytes=4",
        "f552 0000 0000000c 0000000000000000 00000001, batch without its records: records=1",
        "f552 0000 0000000c 0000000000000000 ffffffff, batch without its records: records=-1",
        "f552 0000 0000000d 0000000000000000 00000000 00, something behind the last record: bytes=1",
        "f552 0000 00000028 0000000000000000 00000001 0000000000000000 0000000000000000 ffffffff 00000000 00000000, "
                + "first record refers to one before it",
        "f552 0000 00000028 0000000000000000 00000001 0000000000000000 0000000000000000 00000000 00000000 00000001, "
                + "length that does not fit: bytes=1 (0 to 0)",
        "f552 0000 00000028 0000000000000000 00000001 0000000000000000 0000000000000000 00000000 00000000 fffffffe, "
                + "length that does not fit: bytes=-2",
        "f54a 0000 00000002 7b7d, frame without a message: member missing: action",
        "f54a 0000 00000000, frame without a message",
    })
    void whatIsNoFrameIsRefused(String bytes, String reason) {
        assertThatThrownBy(() -> new FrameReader(new ByteArrayInputStream(hex(bytes))).read())
                .isInstanceOf(NoFrameException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void everyFrameThatIsCutIsTheEndOfTheStream() throws Exception {
        byte[] whole = written(new Message.ProcessRecords(List.of(record("495", 0, "key", "cat")), 42L));
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> new FrameReader(new ByteArrayInputStream(cut)).read())
                    .as("length=%d", length)
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void randomBatchesComeBack() throws Exception {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            List<ProtocolRecord> records = new ArrayList<>();
            for (int count = random.nextInt(20); count > 0; count--) {
                byte[] data = new byte[random.nextInt(10) == 0 ? random.nextInt(200_000) : random.nextInt(100)];
                random.nextBytes(data);
                records.add(new ProtocolRecord(
                        ByteBuffer.wrap(data),
                        "kü€\uD83D\uDC08".repeat(random.nextInt(4)),
                        Integer.toString(random.nextInt(3)),
                        random.nextBoolean() ? null : Instant.ofEpochMilli(random.nextInt()),
                        random.nextLong()));
            }
            Message batch = new Message.ProcessRecords(records, random.nextBoolean() ? null : random.nextLong() >>> 1);
            assertThat(read(written(batch)).message())
                    .as("-Dmillrace.seed=%d", seed)
                    .isEqualTo(batch);
        }
    }

    /** A half of a surrogate pair is no text: it becomes a question mark, and the lengths are right all the same. */
    @Test
    void brokenTextIsMended() throws Exception {
        Message batch = new Message.ProcessRecords(List.of(record("1", 0, "a\uD83Db\uDC08", "x")), 0L);
        assertThat(read(written(batch)).message())
                .isEqualTo(new Message.ProcessRecords(List.of(record("1", 0, "a?b?", "x")), 0L));
    }

    @Test
    void batchesAreCutWhereTheyDoNotFit() throws Exception {
        List<ProtocolRecord> records = IntStream.range(0, 10)
                .mapToObj(i -> record("495", i, "key", "x".repeat(100)))
                .toList();
        int three = 12 + 28 + 6 + 100 + 2 * 128;
        List<List<ProtocolRecord>> parts = FrameWriter.parts(records, three);
        assertThat(parts).extracting(List::size).containsExactly(3, 3, 3, 1);
        assertThat(parts.stream().flatMap(List::stream).toList()).isEqualTo(records);
        for (List<ProtocolRecord> part : parts.subList(0, 3)) {
            assertThat(written(new Message.ProcessRecords(part, 0L))).hasSize(8 + SHARD.length() + three);
        }
        assertThat(FrameWriter.parts(records, FrameReader.MAX_BODY_BYTES)).containsExactly(records);
        assertThat(FrameWriter.parts(List.of(), 100)).containsExactly(List.of());
    }

    @Test
    void batchThatDoesNotFitIsRefusedBeforeAnythingIsWritten() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ProtocolRecord large = new ProtocolRecord(ByteBuffer.allocate(33 << 20), "key", "1", null, 0);
        assertThatThrownBy(() ->
                        new FrameWriter(bytes).write(SHARD, new Message.ProcessRecords(List.of(large, large), 0L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max 67108864");
        assertThat(bytes.size()).isZero();
    }

    @Test
    void linesGoOverIntoFrames() throws Exception {
        byte[] frame = written(new Message.LeaseLost());
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes("{\"action\":\"shardEnded\"}\n\r\n".getBytes(StandardCharsets.UTF_8));
        both.writeBytes(frame);
        both.writeBytes(frame);
        MessageReader lines = new MessageReader(new ByteArrayInputStream(both.toByteArray()));
        assertThat(lines.isAtFrame()).isFalse();
        assertThat(lines.read()).isEqualTo(new Line.OfMessage(new Message.ShardEnded()));
        while (!lines.isAtFrame()) {
            assertThat(lines.read()).isEqualTo(new Line.Blank());
        }
        FrameReader frames = new FrameReader(lines.rest());
        assertThat(frames.read()).isEqualTo(new ShardMessage(SHARD, new Message.LeaseLost()));
        assertThat(frames.read()).isEqualTo(new ShardMessage(SHARD, new Message.LeaseLost()));
        assertThat(frames.read()).isNull();
    }
}
