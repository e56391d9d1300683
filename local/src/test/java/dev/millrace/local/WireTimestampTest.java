package dev.millrace.local;

import static dev.millrace.local.RawHttp.CBOR;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The two codecs count moments differently: fractional seconds in JSON, milliseconds in CBOR. */
class WireTimestampTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final Pattern ITERATOR = Pattern.compile("\"ShardIterator\":\"([^\"]+)\"");

    private final SettableClock clock = new SettableClock(NOW);
    private final LocalKinesis kinesis = LocalKinesis.builder().clock(clock).start();
    private final RawHttp http = new RawHttp(kinesis.endpoint());

    @AfterEach
    void close() {
        kinesis.close();
    }

    @Test
    void jsonHasPlainDecimalSeconds() {
        create("orders");
        assertThat(RawHttp.text(http.json("DescribeStreamSummary", "{\"StreamName\":\"orders\"}")))
                .contains("\"StreamCreationTimestamp\":1772600767.089,");
        put();
        clock.advance(Duration.ofMillis(911));
        put();
        assertThat(read("TRIM_HORIZON", ""))
                .contains("\"ApproximateArrivalTimestamp\":1772600767.089,")
                .contains("\"ApproximateArrivalTimestamp\":1772600768,")
                .doesNotContainPattern("[0-9]E[0-9+]");
    }

    @Test
    void aRoundNumberOfSecondsHasNoExponent() {
        clock.advance(Duration.between(NOW, Instant.ofEpochSecond(1_800_000_000)));
        create("round");
        assertThat(RawHttp.text(http.json("DescribeStreamSummary", "{\"StreamName\":\"round\"}")))
                .contains("\"StreamCreationTimestamp\":1800000000,");
    }

    @Test
    void cborHasTaggedIntegerMilliseconds() {
        create("orders");
        byte[] body = http.call(
                        CBOR,
                        "DescribeStreamSummary",
                        new CborBytes()
                                .map()
                                .text("StreamName")
                                .text("orders")
                                .end()
                                .bytes())
                .body();
        byte[] expected = new CborBytes()
                .text("StreamCreationTimestamp")
                .momentTag()
                .integer(NOW.toEpochMilli())
                .bytes();
        assertThat(HexFormat.of().formatHex(body)).contains(HexFormat.of().formatHex(expected));
    }

    @Test
    void aJsonRequestSaysSeconds() {
        create("orders");
        put();
        clock.advance(Duration.ofSeconds(10));
        assertThat(read("AT_TIMESTAMP", ",\"Timestamp\":1772600767.089")).contains("PartitionKey");
        assertThat(read("AT_TIMESTAMP", ",\"Timestamp\":1.772600767089E9")).contains("PartitionKey");
        assertThat(read("AT_TIMESTAMP", ",\"Timestamp\":1772600767.090")).doesNotContain("PartitionKey");
        assertThat(iterator("AT_TIMESTAMP", ",\"Timestamp\":1772600777.090"))
                .contains("timestampInMillis: 1772600777090,");
        assertThat(iterator("AT_TIMESTAMP", ",\"Timestamp\":1e300")).contains("InvalidArgumentException");
        assertThat(iterator("AT_TIMESTAMP", ",\"Timestamp\":-1e300")).contains("ShardIterator");
    }

    @Test
    void aCborRequestSaysMillisecondsWithOrWithoutTag() {
        create("orders");
        put();
        for (boolean tagged : new boolean[] {true, false}) {
            assertThat(cborIterator(NOW.toEpochMilli(), tagged)).isEqualTo(200);
            assertThat(cborIterator(NOW.toEpochMilli() + 1, tagged)).isEqualTo(400);
        }
    }

    private int cborIterator(long millis, boolean tagged) {
        CborBytes body = new CborBytes()
                .map()
                .text("StreamName")
                .text("orders")
                .text("ShardId")
                .text("shardId-000000000000")
                .text("ShardIteratorType")
                .text("AT_TIMESTAMP")
                .text("Timestamp");
        if (tagged) {
            body.momentTag();
        }
        return http.call(CBOR, "GetShardIterator", body.integer(millis).end().bytes())
                .statusCode();
    }

    private void create(String name) {
        assertThat(http.json("CreateStream", "{\"StreamName\":\"" + name + "\",\"ShardCount\":1}")
                        .statusCode())
                .isEqualTo(200);
    }

    private void put() {
        assertThat(http.json("PutRecord", "{\"StreamName\":\"orders\",\"PartitionKey\":\"key\",\"Data\":\"\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    private String iterator(String type, String further) {
        return RawHttp.text(http.json(
                "GetShardIterator",
                "{\"StreamName\":\"orders\",\"ShardId\":\"shardId-000000000000\",\"ShardIteratorType\":\"" + type + "\""
                        + further + "}"));
    }

    private String read(String type, String further) {
        Matcher iterator = ITERATOR.matcher(iterator(type, further));
        assertThat(iterator.find()).isTrue();
        return RawHttp.text(http.json("GetRecords", "{\"ShardIterator\":\"" + iterator.group(1) + "\"}"));
    }
}
