package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A runtime whose security settings offer no MD5 (FIPS), on which the Python package fails. */
@Isolated("takes security providers away from everybody")
class MissingMd5Test {

    private static final String MD5 = "MessageDigest.MD5";

    @Test
    void standInIsUsedOnlyWithoutMd5() throws Exception {
        assertThat(Md5.newDigest()).isNotInstanceOf(PlainMd5.class);
        assertThat(withoutMd5(Md5::newDigest)).isInstanceOf(PlainMd5.class);
        assertThat(Md5.newDigest()).isNotInstanceOf(PlainMd5.class);
    }

    @Test
    void aggregatesHaveTheSameBytesWithoutMd5() throws Exception {
        for (AggregationLayout layout : AggregationLayout.values()) {
            assertSameWithoutMd5(() -> aggregates(layout));
        }
    }

    private static List<ByteBuffer> aggregates(AggregationLayout layout) {
        SplittableRandom random = new SplittableRandom(3);
        RecordAggregator aggregator =
                RecordAggregator.builder().layout(layout).maxSizeBytes(2_000).build();
        List<AggregatedRecord> finished = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            aggregator.addUserRecord(RandomRecords.userRecord(random)).ifPresent(finished::add);
        }
        finished.addAll(aggregator.clearAndGet());
        return finished.stream().map(AggregatedRecord::data).toList();
    }

    @Test
    void goldenVectorsAreReadAlikeWithoutMd5() throws Exception {
        List<byte[]> records = new ArrayList<>();
        for (JsonNode line : lines()) {
            records.add(Vectors.data(line));
        }
        assertSameWithoutMd5(() -> EveryWay.read(RecordDeaggregator.create(), records));
    }

    private static List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>(Vectors.read("aggregates.jsonl.gz", 116));
        lines.addAll(Vectors.read("malformed.jsonl.gz", 133));
        return lines;
    }

    @Test
    void hashKeysAreTheSameWithoutMd5() throws Exception {
        List<JsonNode> lines = Vectors.read("hashkeys.jsonl.gz", 200);
        List<String> keys =
                lines.stream().map(line -> Vectors.text(line, "partitionKey")).toList();
        assertSameWithoutMd5(() -> keys.stream().map(HashKey::ofPartitionKey).toList());
        assertSameWithoutMd5(
                () -> keys.stream().map(key -> UserRecord.of(key, "").hashKey()).toList());
    }

    private static void assertSameWithoutMd5(Supplier<List<?>> action) throws Exception {
        List<?> expected = action.get();
        assertThat(expected).isNotEmpty();
        assertThat(withoutMd5(action)).isEqualTo(expected);
    }

    /** Runs the action on a new thread, since each thread keeps the digest that it has. */
    private static <T> T withoutMd5(Supplier<T> action)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<Provider> all = List.of(Security.getProviders());
        Provider @Nullable [] offering = Security.getProviders(MD5);
        assertThat(offering).as("providers of MD5").isNotEmpty();
        FutureTask<T> task = new FutureTask<>(action::get);
        try {
            Arrays.stream(offering).forEach(provider -> Security.removeProvider(provider.getName()));
            assertThat(Security.getProviders(MD5)).as("providers of MD5").isNull();
            new Thread(task, "without-md5").start();
            return task.get(1, TimeUnit.MINUTES);
        } finally {
            // Positions count from one; those before are there again.
            for (int i = 0; i < all.size(); i++) {
                Security.insertProviderAt(all.get(i), i + 1);
            }
            assertThat(Security.getProviders()).containsExactlyElementsOf(all);
        }
    }

    @Test
    void runtimeHasItsMd5AgainAfterwards() throws Exception {
        withoutMd5(() -> true);
        assertThat(MessageDigest.getInstance("MD5")).isNotInstanceOf(PlainMd5.class);
    }
}
