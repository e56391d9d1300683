package dev.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.consumer.checkpoint.StoredPosition;
import dev.millrace.processor.ExtendedSequenceNumber;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Shards are named by letters; capital letters in the comments stand for closed ones. */
class ShardTreeTest {

    private static final StoredPosition BEGUN = StoredPosition.behind(new ExtendedSequenceNumber("17", 3));
    private static final StoredPosition END = StoredPosition.SHARD_END;
    private static final StoredPosition HORIZON = StoredPosition.TRIM_HORIZON;

    @Test
    void shardsThatAreBegunAreReadOnFromTheirPositions() {
        StoredPosition moment = StoredPosition.at(Instant.EPOCH);
        assertThat(readable(Map.of("a", BEGUN, "b", HORIZON, "c", moment), open("a"), open("b"), closed("c")))
                .isEqualTo(Map.of("a", BEGUN, "b", HORIZON, "c", moment));
    }

    @Test
    void shardsThatAreEndedAreNotReadAgain() {
        assertThat(readable(Map.of("a", END), closed("a"))).isEmpty();
    }

    @Test
    void childrenOfASplitBeginWhenTheirParentHasEnded() {
        Shard[] shards = {closed("a"), open("b", "a"), closed("c", "a")};
        assertThat(readable(Map.of("a", BEGUN), shards)).containsOnlyKeys("a");
        assertThat(readable(Map.of("a", END), shards)).isEqualTo(Map.of("b", HORIZON, "c", HORIZON));
    }

    @Test
    void childOfAMergeBeginsWhenBothParentsHaveEnded() {
        Shard[] shards = {closed("a"), closed("b"), open("c", "a", "b")};
        assertThat(readable(Map.of("a", BEGUN, "b", BEGUN), shards)).containsOnlyKeys("a", "b");
        assertThat(readable(Map.of("a", END, "b", BEGUN), shards)).containsOnlyKeys("b");
        assertThat(readable(Map.of("a", BEGUN, "b", END), shards)).containsOnlyKeys("a");
        assertThat(readable(Map.of("a", END, "b", END), shards)).isEqualTo(Map.of("c", HORIZON));
    }

    /** A splits into B and c; B and another one, X, merge into d. X has ended, B has not begun. */
    @Test
    void childOfAMergeWaitsForAParentThatHasNotBegun() {
        Shard[] shards = {closed("a"), closed("x"), closed("b", "a"), open("c", "a"), open("d", "x", "b")};
        assertThat(readable(Map.of("a", BEGUN, "x", END), shards)).containsOnlyKeys("a");
        assertThat(readable(Map.of("a", END, "x", END), shards)).containsOnlyKeys("b", "c");
        assertThat(readable(Map.of("a", END, "x", END, "b", END, "c", BEGUN), shards))
                .isEqualTo(Map.of("c", BEGUN, "d", HORIZON));
    }

    @Test
    void grandchildrenWaitForTheirParents() {
        Shard[] shards = {closed("a"), closed("b", "a"), open("c", "b")};
        assertThat(readable(Map.of("a", END), shards)).containsOnlyKeys("b");
        assertThat(readable(Map.of("a", END, "b", BEGUN), shards)).containsOnlyKeys("b");
        assertThat(readable(Map.of("a", END, "b", END), shards)).containsOnlyKeys("c");
    }

    /** Reading began at LATEST, in c and d: A and B lie before it. */
    @Test
    void shardsBeforeThePositionAtWhichReadingBeganAreLeftOut() {
        Shard[] shards = {closed("a"), closed("b", "a"), open("c", "b"), open("d", "a")};
        assertThat(readable(Map.of("c", BEGUN, "d", HORIZON), shards)).isEqualTo(Map.of("c", BEGUN, "d", HORIZON));
    }

    /** As before, and now c was split. */
    @Test
    void childrenOfALateBeginningAreRead() {
        Shard[] shards = {closed("a"), closed("c", "a"), open("d", "a"), open("e", "c"), open("f", "c")};
        assertThat(readable(Map.of("c", END, "d", BEGUN), shards)).containsOnlyKeys("d", "e", "f");
    }

    @Test
    void parentThatWasTrimmedCountsAsEnded() {
        assertThat(readable(Map.of("a", BEGUN), open("b", "a"), open("c", "a"))).containsOnlyKeys("b", "c");
        assertThat(readable(Map.of("a", BEGUN, "x", END), open("b", "a", "x"))).containsOnlyKeys("b");
        assertThat(readable(Map.of("a", BEGUN, "x", BEGUN), closed("x"), open("b", "a", "x")))
                .containsOnlyKeys("x");
    }

    /** A was read, its child B was not before it was trimmed: c is all that is left of them. */
    @Test
    void shardWhoseParentsAreGoneUnreadIsReadFromItsBeginning() {
        assertThat(readable(Map.of("a", END), open("c", "b"))).isEqualTo(Map.of("c", HORIZON));
    }

    @Test
    void nothingIsReadableInAStreamWithoutPositionsUntilItWasBegun() {
        assertThat(readable(Map.of(), open("a"), open("b"))).isEmpty();
    }

    static List<String> parents(Shard shard) {
        return Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                .filter(Objects::nonNull)
                .toList();
    }

    private static Map<String, StoredPosition> readable(Map<String, StoredPosition> positions, Shard... shards) {
        return new ShardTree(Arrays.asList(shards)).readable(positions);
    }

    private static Shard open(String id, String... parents) {
        return shard(id, null, parents);
    }

    private static Shard closed(String id, String... parents) {
        return shard(id, "99", parents);
    }

    private static Shard shard(String id, @Nullable String ending, String... parents) {
        return Shard.builder()
                .shardId(id)
                .parentShardId(parents.length > 0 ? parents[0] : null)
                .adjacentParentShardId(parents.length > 1 ? parents[1] : null)
                .sequenceNumberRange(range -> range.startingSequenceNumber("1").endingSequenceNumber(ending))
                .build();
    }
}
