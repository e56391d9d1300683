package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dynamodb.DynamoDbLocal;
import dev.millrace.producer.ProducerBuilder;
import dev.millrace.record.AggregationLayout;
import dev.millrace.system.PutAndReadThroughReshards.Outcome;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The promise that Millrace is about, kept to a reader that knows nothing of it: an unmodified KCL. See
 * {@link ManyReshardsTest} too.
 */
final class KclReadsPinnedAggregatesTest {

    private static final int RECORDS = 100_000;

    /** Of shard map lookups. */
    private static final Duration NEVER = Duration.ofDays(1);

    @AutoClose
    private static DynamoDbLocal dynamoDb;

    @BeforeAll
    static void startDynamoDb() throws Exception {
        dynamoDb = LocalClients.dynamoDbService();
    }

    @Test
    void everyRecordIsPushedExactlyOnceThroughReshardsToARegisteredConsumer() throws Exception {
        Outcome outcome = PutAndReadThroughReshards.run(
                dynamoDb, "fan-out", KclRetrieval.FAN_OUT, settings -> settings.layout(AggregationLayout.PINNED));
        assertExactlyOnce(outcome);
    }

    @Test
    void evenWithAShardMapThatIsNeverLookedUpAgainPinnedAggregatesAreReadExactlyOnce() throws Exception {
        Outcome outcome = run(
                "pinned-stale",
                settings -> settings.layout(AggregationLayout.PINNED)
                        .judgeDelivery(false)
                        .shardMapRefresh(NEVER));
        assertExactlyOnce(outcome);
    }

    @Test
    void aggregatesInKplLayoutAreLostAtReshardsIfNobodyLooks() throws Exception {
        Outcome outcome = run(
                "kpl-stale",
                settings -> settings.layout(AggregationLayout.KPL)
                        .judgeDelivery(false)
                        .shardMapRefresh(NEVER));
        assertFullRun(outcome);
        assertThat(outcome.lost()).isPositive();
        assertThat(outcome.read() + outcome.lost()).isEqualTo(RECORDS);
    }

    private static Outcome run(String name, UnaryOperator<ProducerBuilder> settings) throws Exception {
        return PutAndReadThroughReshards.run(dynamoDb, name, KclRetrieval.POLLING, settings);
    }

    private static void assertFullRun(Outcome outcome) {
        assertThat(outcome.put()).isEqualTo(RECORDS);
        assertThat(outcome.reshards()).isEqualTo(5);
    }

    private static void assertExactlyOnce(Outcome outcome) {
        assertFullRun(outcome);
        assertThat(outcome.read()).isEqualTo(RECORDS);
        assertThat(outcome.lost()).isZero();
        assertThat(outcome.duplicates()).isZero();
        assertThat(outcome.unmatched()).isZero();
    }
}
