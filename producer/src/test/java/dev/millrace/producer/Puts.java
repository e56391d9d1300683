package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.record.UserRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** User records that a test has put, each with a payload of its own, and what became of them. Not for many threads. */
final class Puts {

    private final Producer producer;
    private final String stream;
    private final Map<String, CompletableFuture<PutResult>> futures = new LinkedHashMap<>();
    private final Map<String, String> keys = new LinkedHashMap<>();

    Puts(Producer producer, TestStream stream) {
        this.producer = producer;
        this.stream = stream.name();
    }

    void put(String partitionKey, String text) {
        put(UserRecord.of(partitionKey, Texts.bytes(text)));
    }

    void put(UserRecord record) {
        String text = Texts.text(record.data());
        CompletableFuture<PutResult> future = producer.put(stream, record);
        assertThat(futures.put(text, future)).as("payload used twice: " + text).isNull();
        keys.put(text, record.partitionKey());
    }

    /** Puts so many small records with different keys. */
    Puts some(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            put(prefix + "-key-" + i, prefix + "-" + i);
        }
        return this;
    }

    Map<String, PutResult> results() {
        Map<String, PutResult> results = new LinkedHashMap<>();
        futures.forEach((text, future) -> results.put(text, Await.result(future)));
        return results;
    }

    /** Every record lies where its future says, with its own key. */
    void assertStoredAsAnswered(StreamContents contents) {
        Map<StreamContents.Place, StreamContents.Found> places = contents.byPlace();
        results().forEach((text, result) -> {
            StreamContents.@Nullable Found found = places.get(StreamContents.Place.of(result));
            assertThat(found).as("%s at %s", text, result).isNotNull();
            assertThat(Objects.requireNonNull(found).text()).isEqualTo(text);
            assertThat(found.partitionKey()).isEqualTo(keys.get(text));
            assertThat(found.withinShard())
                    .as("%s is given to strict readers", text)
                    .isTrue();
        });
        assertNothingIsOutstanding(producer);
    }

    void assertStoredOnceAsAnswered(StreamContents contents) {
        assertStoredAsAnswered(contents);
        assertThat(contents.userRecords()).hasSameSizeAs(futures.keySet());
    }

    /** What was taken from the buffer was given back. */
    static void assertNothingIsOutstanding(Producer producer) {
        Await.until("nothing is outstanding", () -> producer.outstanding().isEmpty());
        assertThat(producer.outstanding()).isEqualTo(new Outstanding(0, 0));
    }

    static List<Attempt.Outcome> outcomes(List<Attempt> attempts) {
        List<Attempt.Outcome> outcomes = new ArrayList<>();
        attempts.forEach(attempt -> outcomes.add(attempt.outcome()));
        return outcomes;
    }
}
