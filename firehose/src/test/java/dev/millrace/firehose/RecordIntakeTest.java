package dev.millrace.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.firehose.journal.Journal;
import dev.millrace.firehose.journal.JournalSettings;
import dev.millrace.firehose.journal.ObjectState;
import dev.millrace.firehose.journal.Route;
import dev.millrace.firehose.journal.ShardKey;
import dev.millrace.firehose.prefix.ObjectNaming;
import dev.millrace.firehose.prefix.ObjectPrefixes;
import dev.millrace.firehose.subrecord.RecordSplitter;
import dev.millrace.firehose.transformation.EventSource;
import dev.millrace.firehose.transformation.FunctionTransformation;
import dev.millrace.firehose.transformation.Invocations;
import dev.millrace.firehose.transformation.SourcePlace;
import dev.millrace.firehose.transformation.SourceRecord;
import dev.millrace.firehose.transformation.TransformationSettings;
import dev.millrace.lambda.firehose.Transformed;
import dev.millrace.processor.ExtendedSequenceNumber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A shard's records that are taken apart: what became of one is taken in one step. */
@Timeout(60)
class RecordIntakeTest {

    private static final ShardKey SHARD = new ShardKey("stream", "shardId-0");
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    private Path folder;

    private Journal journal() {
        return Journal.open(new JournalSettings(
                folder, 1 << 20, Duration.ofHours(1), 1 << 20, object -> "named-" + object.id(), "plain", CLOCK));
    }

    /**
     * Invocations have two bytes.
     *
     * @param stop a text at which all is given up
     * @param seen gets all texts that the function sees
     */
    private static RecordIntake intake(Journal journal, String stop, List<String> seen) {
        ObjectNames names = new ObjectNames(
                new ObjectNaming("words", 1, ZoneOffset.UTC, ""),
                ObjectPrefixes.of("", null),
                ObjectPrefixes.ofBackup(""));
        AtomicReference<Invocations> invocations = new AtomicReference<>();
        invocations.set(new Invocations(
                FunctionTransformation.of("f", record -> {
                    seen.add(record.text());
                    if (record.text().equals(stop)) {
                        Objects.requireNonNull(invocations.get()).giveUp();
                    }
                    return Transformed.ok(record.text());
                }),
                TransformationSettings.defaults().bufferBytes(2),
                new EventSource("arn:aws:firehose:us-east-1:123456789012:deliverystream/d", null),
                CLOCK));
        return new RecordIntake(
                journal,
                RecordSplitter.delimited(new byte[] {','}),
                invocations.get(),
                "f",
                new Partitioning(names, null, 1, CLOCK),
                new Delimiter(new byte[0]),
                true);
    }

    private static SourceRecord record(int number, String text) {
        return new SourceRecord(
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)),
                Instant.EPOCH,
                new SourcePlace("shardId-0", "key", ExtendedSequenceNumber.of(Integer.toString(number))));
    }

    private static Map<Route.Kind, String> deliverAll(Journal journal) throws Exception {
        Map<Route.Kind, String> contents = new EnumMap<>(Route.Kind.class);
        journal.seal();
        while (!journal.awaitEmpty(Duration.ZERO)) {
            ObjectState object = Objects.requireNonNull(journal.awaitSealed());
            contents.put(object.route().kind(), Files.readString(journal.file(object)));
            journal.delivered(object);
        }
        return contents;
    }

    @Test
    void partsInSeveralInvocationsAreTakenTogetherOrNotAtAll() throws Exception {
        List<SourceRecord> records = List.of(record(1, "a,b"), record(2, "c,d,e,f,g"), record(3, "h"));
        List<String> first = Collections.synchronizedList(new ArrayList<>());
        try (Journal journal = journal()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> intake(journal, "e", first).accept(SHARD, records))
                    .withMessageContaining("closed amid an invocation");
            assertThat(first).startsWith("a", "b", "c", "d", "e").doesNotContain("g");
            assertThat(journal.place(SHARD)).isEqualTo(ExtendedSequenceNumber.of("1"));
        }
        List<String> second = Collections.synchronizedList(new ArrayList<>());
        try (Journal journal = journal()) {
            intake(journal, "none", second).accept(SHARD, records);
            intake(journal, "none", second).accept(SHARD, records);

            assertThat(second).containsExactly("c", "d", "e", "f", "g", "h");
            assertThat(journal.place(SHARD)).isEqualTo(ExtendedSequenceNumber.of("3"));
            assertThat(deliverAll(journal))
                    .isEqualTo(Map.of(Route.Kind.DATA, "abcdefgh", Route.Kind.BACKUP, "a,bc,d,e,f,gh"));
        }
    }
}
