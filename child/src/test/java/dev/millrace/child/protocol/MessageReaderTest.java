package dev.millrace.child.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each line is taken for. */
class MessageReaderTest {

    private static final String STATUS = "{\"action\":\"status\",\"responseFor\":\"initialize\"}";

    static Stream<Arguments> messages() {
        Message initialized = new Message.Status("initialize");
        return Stream.of(
                Arguments.of(STATUS, initialized),
                Arguments.of("  {\"action\" : \"status\",\t\"responseFor\" : \"initialize\"} ", initialized),
                // Members in another order, or such that nobody knows.
                Arguments.of("{\"responseFor\":\"initialize\",\"action\":\"status\"}", initialized),
                Arguments.of(
                        "{\"action\":\"status\",\"extra\":{\"a\":[1,{}]},\"responseFor\":\"initialize\",\"more\":null}",
                        initialized),
                Arguments.of("{\"records\":[],\"action\":\"status\",\"responseFor\":\"initialize\"}", initialized),
                Arguments.of("{\"action\":\"status\",\"records\":7,\"responseFor\":\"initialize\"}", initialized),
                Arguments.of("{\"shardId\":{},\"action\":\"status\",\"responseFor\":\"initialize\"}", initialized),
                // Something behind it; the form of an array.
                Arguments.of(STATUS + " trailing garbage }", initialized),
                Arguments.of(STATUS + STATUS, initialized),
                Arguments.of("[\"status\",{\"responseFor\":\"initialize\"}]", initialized),
                Arguments.of("[\"leaseLost\",{}", new Message.LeaseLost()),
                Arguments.of("{\"action\":\"status\"}", new Message.Status(null)),
                Arguments.of("{\"action\":\"status\",\"responseFor\":\"x\"}", new Message.Status("x")),
                // Checkpoints: numbers as text and text as numbers, and the member of before 2016.
                Arguments.of("{\"action\":\"checkpoint\"}", Message.Checkpoint.everything()),
                Arguments.of(
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":null,\"subSequenceNumber\":7}",
                        new Message.Checkpoint(null, 7L, null)),
                Arguments.of(
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":\"495\"}", Message.Checkpoint.upTo("495", null)),
                Arguments.of(
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":49590338271490256608559692538361571095921575989136588898}",
                        Message.Checkpoint.upTo("49590338271490256608559692538361571095921575989136588898", null)),
                Arguments.of(
                        "{\"action\":\"checkpoint\",\"subSequenceNumber\":\"3\",\"sequenceNumber\":\"495\"}",
                        Message.Checkpoint.upTo("495", 3L)),
                Arguments.of(
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":\"495\",\"subSequenceNumber\":1.5}",
                        Message.Checkpoint.upTo("495", 1L)),
                Arguments.of(
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":\"495\",\"subSequenceNumber\":-1}",
                        Message.Checkpoint.upTo("495", -1L)),
                Arguments.of(
                        "{\"action\":\"checkpoint\",\"checkpoint\":\"456\"}", Message.Checkpoint.upTo("456", null)),
                Arguments.of(
                        "{\"action\":\"checkpoint\",\"checkpoint\":null,\"error\":null}",
                        Message.Checkpoint.everything()),
                Arguments.of(
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":null,\"subSequenceNumber\":null,"
                                + "\"error\":\"ShutdownException\"}",
                        new Message.Checkpoint(null, null, "ShutdownException")),
                Arguments.of(
                        "{\"action\":\"log\",\"level\":\"WARN\",\"message\":\"gr\\u00fc\\u00dfe\"}",
                        new Message.Log("WARN", "grüße")),
                Arguments.of("{\"action\":\"log\"}", new Message.Log("INFO", "")),
                // What daemons send.
                Arguments.of("{\"action\":\"initialize\",\"shardId\":\"s\"}", new Message.Initialize("s", null, null)),
                Arguments.of(
                        "{\"action\":\"initialize\",\"shardId\":\"s\",\"sequenceNumber\":\"LATEST\",\"subSequenceNumber\":0}",
                        new Message.Initialize("s", "LATEST", 0L)),
                Arguments.of("{\"action\":\"leaseLost\"}", new Message.LeaseLost()),
                Arguments.of("{\"action\":\"shardEnded\"}", new Message.ShardEnded()),
                Arguments.of("{\"action\":\"shutdownRequested\"}", new Message.ShutdownRequested()),
                Arguments.of("{\"action\":\"shutdown\",\"reason\":\"ZOMBIE\"}", new Message.Shutdown("ZOMBIE")),
                Arguments.of("{\"action\":\"shutdown\"}", new Message.Shutdown(null)),
                Arguments.of(
                        "{\"millisBehindLatest\":\"42\",\"records\":[{\"action\":\"record\",\"subSequenceNumber\":\"2\","
                                + "\"approximateArrivalTimestamp\":1700000000123.9,\"sequenceNumber\":495,"
                                + "\"partitionKey\":\"schlüssel\",\"data\":\"d29yZA==\",\"more\":[{}]}],"
                                + "\"action\":\"processRecords\"}",
                        batch(
                                new ProtocolRecord(
                                        utf8("word"), "schlüssel", "495", Instant.ofEpochMilli(1_700_000_000_123L), 2),
                                42L)),
                Arguments.of(
                        "{\"action\":\"processRecords\",\"records\":[{\"data\":\"YQ\",\"partitionKey\":\"k\","
                                + "\"sequenceNumber\":\"1\"}]}",
                        batch(new ProtocolRecord(utf8("a"), "k", "1", null, 0), null)),
                Arguments.of(
                        "{\"action\":\"processRecords\",\"records\":[],\"millisBehindLatest\":null}",
                        new Message.ProcessRecords(List.of(), null)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void lineIsAMessage(String line, Message expected) throws IOException {
        assertThat(lines(line + "\n" + STATUS + "\n"))
                .containsExactly(new Line.OfMessage(expected), new Line.OfMessage(new Message.Status("initialize")));
        assertThat(lines(line)).containsExactly(new Line.OfMessage(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r", " ", "\t  ", "\n\n", "\r\n\r\n"})
    void nothingIsBlank(String line) throws IOException {
        List<Line> lines = lines(line + "\n" + STATUS);
        assertThat(lines.subList(0, lines.size() - 1)).isNotEmpty().containsOnly(new Line.Blank());
        assertThat(lines.get(lines.size() - 1)).isEqualTo(new Line.OfMessage(new Message.Status("initialize")));
    }

    static Stream<Arguments> strays() {
        return Stream.of(
                Arguments.of("hello", "no JSON"),
                Arguments.of("null", "no JSON object"),
                Arguments.of("42", "no JSON object"),
                Arguments.of("\"text\"", "no JSON object"),
                Arguments.of("true", "no JSON object"),
                Arguments.of("[]", "no JSON object"),
                Arguments.of("[\"status\"]", "no JSON object"),
                Arguments.of("[\"status\",7]", "no JSON object"),
                Arguments.of("{}", "member missing: action"),
                Arguments.of("{\"action\":null}", "member missing: action"),
                Arguments.of("{\"action\":{}}", "member is neither text nor number: action"),
                Arguments.of("{\"action\":\"Status\"}", "unknown action: Status"),
                Arguments.of("{\"action\":\"record\"}", "unknown action: record"),
                Arguments.of("{\"action\":7}", "unknown action: 7"),
                Arguments.of("{\"action\":\"status\"", "no JSON"),
                Arguments.of("{\"action\":\"status\",\"responseFor\":\"proc", "no JSON"),
                Arguments.of("text " + STATUS, "no JSON"),
                Arguments.of("{\"action\":\"initialize\"}", "member missing: shardId"),
                // Not to be taken for a checkpoint of everything.
                Arguments.of(
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":[\"495\"]}",
                        "member is neither text nor number: sequenceNumber"),
                Arguments.of(
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":\"495\",\"subSequenceNumber\":\"x\"}",
                        "member is no number of 64 bits: subSequenceNumber"),
                Arguments.of(
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":\"495\",\"subSequenceNumber\":1e999999999}",
                        "member is no number of 64 bits: subSequenceNumber"),
                Arguments.of(
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":\"495\",\"subSequenceNumber\":9223372036854775808}",
                        "member is no number of 64 bits: subSequenceNumber"),
                Arguments.of("{\"action\":\"processRecords\"}", "member missing: records"),
                Arguments.of("{\"action\":\"processRecords\",\"records\":{}}", "member is no array: records"),
                Arguments.of("{\"action\":\"processRecords\",\"records\":[7]}", "record is no object: index=0"),
                Arguments.of(
                        "{\"action\":\"processRecords\",\"records\":[{}]}",
                        "record without data, partitionKey or sequenceNumber: index=0"),
                Arguments.of(
                        "{\"action\":\"processRecords\",\"records\":[{\"data\":\"?\"}]}", "no JSON: Failed to decode"),
                Arguments.of(
                        "{\"action\":\"processRecords\",\"records\":[{\"data\":7}]}",
                        "member of a record is no text: data index=0"),
                Arguments.of(
                        "{\"action\":\"processRecords\",\"records\":[{\"partitionKey\":{}}]}",
                        "member of a record is neither text nor number: partitionKey index=0"));
    }

    @ParameterizedTest
    @MethodSource("strays")
    void lineIsNoMessage(String line, String reason) throws IOException {
        List<Line> lines = lines(line + "\n" + STATUS + "\n");
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).isInstanceOfSatisfying(Line.Stray.class, stray -> {
            assertThat(stray.beginning()).isEqualTo(line);
            assertThat(stray.byteCount()).isEqualTo(line.length());
            assertThat(stray.reason()).startsWith(reason);
        });
        assertThat(lines.get(1)).isEqualTo(new Line.OfMessage(new Message.Status("initialize")));
        assertThat(lines(line)).containsExactly(lines.get(0));
    }

    @Test
    void textThatIsNoUtf8IsNoMessage() throws IOException {
        byte[] latin = ("{\"action\":\"log\",\"message\":\"ü\"}\n" + STATUS).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(lines(new ByteArrayInputStream(latin), 100).get(0))
                .isInstanceOfSatisfying(
                        Line.Stray.class, stray -> assertThat(stray.reason()).contains("UTF-8"));
    }

    @Test
    void otherUnicodeThanUtf8IsNotGuessed() throws IOException {
        byte[] wide = STATUS.getBytes(StandardCharsets.UTF_16BE);
        assertThat(lines(new ByteArrayInputStream(wide), 100)).hasOnlyElementsOfType(Line.Stray.class);
    }

    @Test
    void carriageReturnEndsALineAsInTheReference() throws IOException {
        assertThat(lines("progress\r" + STATUS + "\r\n"))
                .containsExactly(
                        new Line.Stray("progress", 8, "no JSON: " + unrecognized("progress")),
                        new Line.OfMessage(new Message.Status("initialize")),
                        new Line.Blank());
    }

    private static String unrecognized(String token) {
        return "Unrecognized token '" + token + "': was expecting (JSON String, Number, Array, Object or token 'null', "
                + "'true' or 'false')";
    }

    @Test
    void lineOverTheLimitIsNoMessageAndTheNextOneIsRead() throws IOException {
        String over = "{\"action\":\"log\",\"message\":\"" + "x".repeat(1000) + "\"}";
        String within = "{\"action\":\"log\",\"message\":\"" + "x".repeat(900) + "\"}";
        List<Line> lines =
                lines(new ByteArrayInputStream((over + "\n" + within).getBytes(StandardCharsets.UTF_8)), 1000);
        assertThat(lines)
                .containsExactly(
                        new Line.Stray(over, over.length(), "line too long: maxBytes=1000"),
                        new Line.OfMessage(new Message.Log("INFO", "x".repeat(900))));
    }

    @Test
    void strayLineKeepsItsBeginningOnly() throws IOException {
        String line = "x".repeat(100_000);
        assertThat(lines(line + "\n" + STATUS)).element(0).isInstanceOfSatisfying(Line.Stray.class, stray -> {
            assertThat(stray.beginning()).isEqualTo("x".repeat(MessageReader.BEGINNING_BYTES));
            assertThat(stray.byteCount()).isEqualTo(100_000);
            assertThat(stray.reason().length()).isLessThanOrEqualTo(200);
        });
    }

    @Test
    void messageIsReadAsSoonAsItsLineEnds() throws IOException {
        byte[] bytes = (STATUS + "\n").getBytes(StandardCharsets.UTF_8);
        InputStream oneByOne = new InputStream() {
            private int next;

            @Override
            public int read() {
                throw new AssertionError("not byte by byte");
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                if (next == bytes.length) {
                    throw new AssertionError("waits for more than the line");
                }
                target[offset] = bytes[next++];
                return 1;
            }
        };
        assertThat(new MessageReader(oneByOne).read()).isEqualTo(new Line.OfMessage(new Message.Status("initialize")));
    }

    @Test
    void batchOfTenMebibytesPasses() throws IOException {
        List<ProtocolRecord> records = new ArrayList<>();
        byte[] largest = new byte[10 << 20];
        largest[largest.length - 1] = 7;
        records.add(new ProtocolRecord(ByteBuffer.wrap(largest), "k", "1", null, 0));
        for (int i = 0; i < 1000; i++) {
            records.add(new ProtocolRecord(ByteBuffer.wrap(largest, i, 1000), "k", "2", Instant.EPOCH, i));
        }
        Message batch = new Message.ProcessRecords(records, 0L);
        ByteArrayOutputStream pipe = new ByteArrayOutputStream();
        MessageWriter.ofDaemon(pipe).write(batch);
        Line read = new MessageReader(new ByteArrayInputStream(pipe.toByteArray())).read();
        assertThat(read != null && read.equals(new Line.OfMessage(batch))).isTrue();
    }

    @Test
    void limitIsChecked() {
        assertThatThrownBy(() -> new MessageReader(InputStream.nullInputStream(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("line limit too small: bytes=0 (at least 1)");
    }

    private static Message batch(ProtocolRecord record, @Nullable Long millisBehindLatest) {
        return new Message.ProcessRecords(List.of(record), millisBehindLatest);
    }

    private static ByteBuffer utf8(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }

    private static List<Line> lines(String text) throws IOException {
        return lines(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), MessageReader.DEFAULT_MAX_LINE_BYTES);
    }

    private static List<Line> lines(InputStream source, int maxLineBytes) throws IOException {
        MessageReader reader = new MessageReader(source, maxLineBytes);
        List<Line> lines = new ArrayList<>();
        for (Line line = reader.read(); line != null; line = reader.read()) {
            lines.add(line);
        }
        return lines;
    }
}
