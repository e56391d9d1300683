package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.record.AggregationLayout;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

@ExtendWith(KinesisExtension.class)
class ProducerSettingsTest {

    private static final int TEN_MEBIBYTES = 10 * 1024 * 1024;
    private static final Duration NEGATIVE = Duration.ofNanos(-1);

    private final KinesisAsyncClient client;

    ProducerSettingsTest(KinesisExtension.Kinesis kinesis) {
        this.client = kinesis.client();
    }

    /** Every component is named here, so that a new setting and a changed default both break this test. */
    @Test
    void defaultsAreAsDocumented() {
        long heap = Runtime.getRuntime().maxMemory();
        StreamOptions options = new StreamOptions(
                null,
                AggregationLayout.PINNED,
                Grouping.SHARD,
                Ordering.NONE,
                Distribution.ASK,
                51_200,
                1_048_576,
                Duration.ofMillis(100),
                false,
                1,
                8);
        assertThat(builder().settings())
                .isEqualTo(new ProducerSettings(
                        client,
                        options,
                        Map.of(),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        Math.max(16_777_216, Math.min(268_435_456, heap / 8)),
                        WhenFull.BLOCK,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        true,
                        null,
                        ProducerListener.NONE));
    }

    @Test
    void everySettingArrives() {
        StreamOptions all = new StreamOptions(
                null,
                AggregationLayout.KPL,
                Grouping.PARTITION_KEY,
                Ordering.PER_PARTITION_KEY,
                Distribution.BY_KEY,
                1_001,
                2_002,
                Duration.ofMillis(3),
                true,
                0.5,
                7);
        StreamOptions one = new StreamOptions(
                client,
                AggregationLayout.KPL,
                Grouping.SHARD,
                Ordering.PER_PARTITION_KEY,
                Distribution.BY_KEY,
                1_001,
                2_002,
                Duration.ofMillis(4),
                true,
                0.5,
                7);
        ProducerListener listener = new ProducerListener() {};
        ProducerSettings settings = new ProducerSettings(
                client,
                all,
                Map.of("orders", one),
                Duration.ofMillis(4),
                Duration.ofMillis(5),
                5_005,
                WhenFull.FAIL,
                Duration.ofMillis(6),
                Duration.ofMillis(8),
                false,
                "writer-8",
                listener);
        assertThat(builder().stream(
                                "orders",
                                options -> options.client(client)
                                        .grouping(Grouping.SHARD)
                                        .linger(Duration.ofMillis(4)))
                        .layout(all.layout())
                        .grouping(all.grouping())
                        .ordering(all.ordering())
                        .distribution(all.distribution())
                        .maxAggregateBytes(all.maxAggregateBytes())
                        .maxRecordBytes(all.maxRecordBytes())
                        .linger(all.linger())
                        .adaptive(all.adaptive())
                        .rateLimit(all.rateLimit())
                        .maxRequestsInFlight(all.maxRequestsInFlight())
                        .deliveryTimeout(settings.deliveryTimeout())
                        .requestTimeout(settings.requestTimeout())
                        .bufferBytes(settings.bufferBytes())
                        .whenFull(settings.whenFull())
                        .maxBlock(settings.maxBlock())
                        .shardMapRefresh(settings.shardMapRefresh())
                        .judgeDelivery(settings.judgeDelivery())
                        .producerId("writer-8")
                        .listener(listener)
                        .settings())
                .isEqualTo(settings);
    }

    @Test
    void valuesAtTheEndsOfTheRangesAreAccepted() {
        List<Consumer<ProducerBuilder>> edges = List.of(
                builder -> builder.maxAggregateBytes(64),
                builder -> builder.maxAggregateBytes(TEN_MEBIBYTES),
                builder -> builder.maxRecordBytes(64),
                builder -> builder.maxRecordBytes(TEN_MEBIBYTES),
                builder -> builder.linger(Duration.ZERO),
                builder -> builder.deliveryTimeout(Duration.ofNanos(1)),
                builder -> builder.bufferBytes(1024),
                builder -> builder.bufferBytes(Long.MAX_VALUE),
                builder -> builder.maxBlock(Duration.ZERO),
                builder -> builder.maxBlock(Duration.ofSeconds(Long.MAX_VALUE)),
                builder -> builder.linger(Duration.ofDays(1_000_000)),
                builder -> builder.rateLimit(Double.POSITIVE_INFINITY),
                builder -> builder.maxRequestsInFlight(1),
                builder -> builder.producerId("x"),
                builder -> builder.producerId("x".repeat(64)),
                builder -> builder.shardMapRefresh(Duration.ofNanos(1)));
        edges.forEach(edge -> assertThatCode(() -> edge.accept(builder())).doesNotThrowAnyException());
    }

    @Test
    void valuesOutsideTheRangesAreRefusedWhenTheyAreSet() {
        refused(
                builder -> builder.maxAggregateBytes(63),
                "maximum aggregate out of range: 63 (allowed 64 to 10485760)");
        refused(builder -> builder.maxAggregateBytes(TEN_MEBIBYTES + 1), "maximum aggregate out of range: 10485761");
        refused(builder -> builder.maxRecordBytes(63), "maximum record out of range: 63");
        refused(builder -> builder.maxRecordBytes(TEN_MEBIBYTES + 1), "maximum record out of range: 10485761");
        refused(builder -> builder.linger(NEGATIVE), "linger out of range: PT-0.000000001S (must be 0 or more)");
        refused(builder -> builder.rateLimit(0), "rate limit out of range: 0.0 (must be positive)");
        refused(builder -> builder.rateLimit(Double.NaN), "rate limit out of range");
        refused(builder -> builder.requestTimeout(Duration.ZERO), "request timeout out of range");
        refused(builder -> builder.deliveryTimeout(Duration.ZERO), "delivery timeout out of range: PT0S (must be pos");
        refused(builder -> builder.deliveryTimeout(NEGATIVE), "delivery timeout out of range");
        refused(builder -> builder.bufferBytes(1023), "buffer out of range: 1023");
        refused(builder -> builder.maxBlock(NEGATIVE), "maximum block out of range");
        refused(builder -> builder.maxRequestsInFlight(0), "requests in flight out of range: 0");
        refused(builder -> builder.shardMapRefresh(Duration.ZERO), "shard map refresh out of range");
    }

    @Test
    void producerIdThatIsNoneIsRefused() {
        refused(builder -> builder.producerId(""), "producer id is blank: characters=0 (allowed 1 to 64");
        refused(builder -> builder.producerId(" \t"), "producer id is blank: characters=2");
        refused(builder -> builder.producerId("x".repeat(65)), "producer id too long: characters=65 (allowed 1 to 64");
        refused(builder -> builder.producerId("pin"), "tag key is taken: key=pin");
        refused(builder -> builder.producerId("\uD83D"), "unpaired surrogate");
    }

    @Test
    void producerIdWithoutAggregatedRecordsIsRefused() {
        refused(
                builder -> builder.producerId("writer").grouping(Grouping.NONE).build(),
                "producer id without aggregated records, and no other record can carry it: stream=all grouping=NONE");
        refused(
                builder -> builder.producerId("writer").stream(
                                "orders", options -> options.distribution(Distribution.BY_STREAM))
                        .build(),
                "stream=orders grouping=SHARD distribution=BY_STREAM");
    }

    @Test
    void aggregatesLargerThanRecordsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().maxRecordBytes(51_199).build())
                .withMessage("aggregates larger than records: maxAggregateBytes=51200 (max 51199, the maximum record)");
    }

    @Test
    void bufferThatCannotHoldOneRecordIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().bufferBytes(1_048_576 + 159).build())
                .withMessage("buffer smaller than one record: bufferBytes=1048735 (min 1048736)");
    }

    @Test
    void smallestAllowedBufferHoldsTheLargestRecord() {
        for (int bytes = 900; bytes < 1_000; bytes++) {
            ProducerSettings settings = builder()
                    .maxAggregateBytes(64)
                    .maxRecordBytes(bytes)
                    .bufferBytes(Math.max(1_024, bytes + 160))
                    .settings();
            MemoryBudget budget = new MemoryBudget(settings.bufferBytes());
            assertThatCode(() -> assertThat(budget.acquire(settings.options().maxRecordBytes() + 160L, 0))
                            .isTrue())
                    .doesNotThrowAnyException();
        }
    }

    private ProducerBuilder builder() {
        return Producer.builder(client);
    }

    private void refused(Consumer<ProducerBuilder> setting, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setting.accept(builder()))
                .withMessageContaining(message);
    }
}
