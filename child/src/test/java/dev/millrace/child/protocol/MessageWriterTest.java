package dev.millrace.child.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes on the wire are those of the reference daemon and of its clients. */
class MessageWriterTest {

    private static final Instant ARRIVAL = Instant.ofEpochMilli(1_700_000_000_123L);

    static Stream<Arguments> daemonMessages() {
        return Stream.of(
                Arguments.of(
                        new Message.Initialize("shardId-000000000000", "TRIM_HORIZON", 0L),
                        "{\"action\":\"initialize\",\"shardId\":\"shardId-000000000000\",\"sequenceNumber\":\"TRIM_HORIZON\","
                                + "\"subSequenceNumber\":0}"),
                Arguments.of(
                        new Message.Initialize("shardId-1", null, null),
                        "{\"action\":\"initialize\",\"shardId\":\"shardId-1\",\"sequenceNumber\":null,"
                                + "\"subSequenceNumber\":null}"),
                Arguments.of(
                        new Message.ProcessRecords(
                                List.of(new ProtocolRecord(bytes("word"), "k", "495", ARRIVAL, 0)), 42L),
                        "{\"action\":\"processRecords\",\"records\":[{\"data\":\"d29yZA==\",\"partitionKey\":\"k\","
                                + "\"sequenceNumber\":\"495\",\"approximateArrivalTimestamp\":1700000000123,"
                                + "\"subSequenceNumber\":0,\"action\":\"record\"}],\"millisBehindLatest\":42}"),
                Arguments.of(
                        new Message.ProcessRecords(
                                List.of(
                                        new ProtocolRecord(bytes(""), "schlüssel \"\\\n\u0001", "1", null, 3),
                                        new ProtocolRecord(bytes("a"), "\uD83D\uDE00", "2", ARRIVAL, 4)),
                                null),
                        "{\"action\":\"processRecords\",\"records\":[{\"data\":\"\","
                                + "\"partitionKey\":\"schlüssel \\\"\\\\\\n\\u0001\","
                                + "\"sequenceNumber\":\"1\",\"approximateArrivalTimestamp\":null,"
                                + "\"subSequenceNumber\":3,\"action\":\"record\"},"
                                + "{\"data\":\"YQ==\",\"partitionKey\":\"\uD83D\uDE00\","
                                + "\"sequenceNumber\":\"2\",\"approximateArrivalTimestamp\":1700000000123,"
                                + "\"subSequenceNumber\":4,\"action\":\"record\"}],\"millisBehindLatest\":null}"),
                Arguments.of(
                        new Message.ProcessRecords(List.of(), 0L),
                        "{\"action\":\"processRecords\",\"records\":[],\"millisBehindLatest\":0}"),
                Arguments.of(
                        Message.Checkpoint.upTo("495", 3L).stored(),
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":\"495\",\"subSequenceNumber\":3,\"error\":null}"),
                Arguments.of(
                        Message.Checkpoint.everything().failed(new ShutdownException()),
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":null,\"subSequenceNumber\":null,"
                                + "\"error\":\"ShutdownException\"}"),
                Arguments.of(new Message.LeaseLost(), "{\"action\":\"leaseLost\"}"),
                Arguments.of(new Message.ShardEnded(), "{\"action\":\"shardEnded\"}"),
                Arguments.of(new Message.ShutdownRequested(), "{\"action\":\"shutdownRequested\"}"),
                Arguments.of(
                        new Message.Shutdown("LEASE_LOST"), "{\"action\":\"shutdown\",\"reason\":\"LEASE_LOST\"}"));
    }

    @ParameterizedTest
    @MethodSource("daemonMessages")
    void daemonWritesOneLine(Message message, String expected) throws IOException {
        FlushCounter target = new FlushCounter();
        MessageWriter.ofDaemon(target).write(message);
        assertThat(target.toString(StandardCharsets.UTF_8)).isEqualTo(expected + "\n");
        assertThat(target.flushes).isEqualTo(1);
    }

    static Stream<Arguments> childMessages() {
        return Stream.of(
                Arguments.of(
                        Message.Status.of(new Message.ProcessRecords(List.of(), null)),
                        "{\"action\":\"status\",\"responseFor\":\"processRecords\"}"),
                Arguments.of(
                        Message.Checkpoint.everything(),
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":null,\"subSequenceNumber\":null}"),
                Arguments.of(
                        Message.Checkpoint.upTo("495", null),
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":\"495\",\"subSequenceNumber\":null}"),
                Arguments.of(
                        Message.Checkpoint.upTo("495", 3L),
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":\"495\",\"subSequenceNumber\":3}"),
                Arguments.of(
                        new Message.Log("WARN", "half of a pair: \uD83D"),
                        "{\"action\":\"log\",\"level\":\"WARN\",\"message\":\"half of a pair: ?\"}"));
    }

    @ParameterizedTest
    @MethodSource("childMessages")
    void childWritesALineFeedBeforeAndAfter(Message message, String expected) throws IOException {
        FlushCounter target = new FlushCounter();
        MessageWriter.ofChild(target).write(message);
        assertThat(target.toString(StandardCharsets.UTF_8)).isEqualTo("\n" + expected + "\n");
        assertThat(target.flushes).isEqualTo(1);
    }

    @Test
    void dataFromPositionToLimitAreEncodedAndLeftAlone() throws IOException {
        ByteBuffer whole = bytes("xxxwordyyy");
        for (ByteBuffer data : List.of(whole, whole.asReadOnlyBuffer(), direct(whole))) {
            data.position(3).limit(7);
            ProtocolRecord record = new ProtocolRecord(data, "k", "1", null, 0);
            assertThat(written(record)).contains("\"data\":\"d29yZA==\"").isEqualTo(written(record));
            assertThat(data.position()).isEqualTo(3);
            assertThat(data.limit()).isEqualTo(7);
        }
    }

    @Test
    void dataOfEveryLengthAroundEveryBufferAreWhole() throws IOException {
        for (int length : new int[] {0, 1, 2, 3, 4, 12_287, 12_288, 12_289, 12_290, 40_000, 1 << 20}) {
            byte[] data = new byte[length];
            for (int i = 0; i < length; i++) {
                data[i] = (byte) (i * 31 + (i >> 8));
            }
            String line = written(new ProtocolRecord(ByteBuffer.wrap(data), "k", "1", null, 0));
            assertThat(line).contains("\"data\":\"" + Base64.getEncoder().encodeToString(data) + "\"");
        }
    }

    @Test
    void batchesOfAnyRecordsAreReadAsTheyWere() throws IOException, NoMessageException {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            List<ProtocolRecord> records = new ArrayList<>();
            for (int left = random.nextInt(200); left > 0; left--) {
                records.add(record(random));
            }
            Message batch =
                    new Message.ProcessRecords(records, random.nextBoolean() ? null : random.nextLong(1L << 40));
            ByteArrayOutputStream target = new ByteArrayOutputStream();
            MessageWriter.ofDaemon(target).write(batch);
            assertThat(new MessageReader(new ByteArrayInputStream(target.toByteArray())).read())
                    .as("-Dmillrace.seed=%d", seed)
                    .isEqualTo(new Line.OfMessage(batch));
        }
    }

    private static ProtocolRecord record(SplittableRandom random) {
        byte[] data = new byte[random.nextInt(20) == 0 ? random.nextInt(40_000) : random.nextInt(200)];
        random.nextBytes(data);
        StringBuilder key = new StringBuilder();
        boolean plain = random.nextBoolean();
        for (int left = random.nextInt(256); left > 0; left--) {
            key.append(plain ? (char) (' ' + random.nextInt(95)) : (char) random.nextInt(0xd800));
        }
        return new ProtocolRecord(
                ByteBuffer.wrap(data),
                key.toString(),
                String.valueOf(random.nextInt(3)),
                random.nextInt(4) == 0 ? null : Instant.ofEpochMilli(random.nextInt(3)),
                random.nextBoolean() ? random.nextInt(1000) : random.nextLong(Long.MAX_VALUE));
    }

    private static String written(ProtocolRecord record) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        MessageWriter.ofDaemon(target).write(new Message.ProcessRecords(List.of(record), null));
        return target.toString(StandardCharsets.UTF_8);
    }

    private static ByteBuffer direct(ByteBuffer from) {
        return ByteBuffer.allocateDirect(from.capacity())
                .put(from.duplicate().clear())
                .flip();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Only its name counts. */
    private static final class ShutdownException extends Exception {
        private static final long serialVersionUID = 1;
    }

    private static final class FlushCounter extends ByteArrayOutputStream {
        private int flushes;

        @Override
        public void flush() {
            flushes++;
        }
    }
}
