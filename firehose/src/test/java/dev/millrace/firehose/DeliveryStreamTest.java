package dev.millrace.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.firehose.destination.Destination;
import dev.millrace.firehose.destination.FolderDestination;
import dev.millrace.firehose.prefix.PrefixException;
import dev.millrace.firehose.prefix.PrefixExpression;
import dev.millrace.firehose.transformation.FunctionTransformation;
import dev.millrace.lambda.firehose.Transformed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With records that are put. */
class DeliveryStreamTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private DeliveredFolder delivered;
    private Destination destination;

    @BeforeEach
    void makeDestination() {
        delivered = new DeliveredFolder(folder.resolve("objects"));
        destination = FolderDestination.of(delivered.root());
    }

    private DeliveryStreamBuilder builder() {
        return DeliveryStream.builder("words", folder.resolve("state"), destination)
                .clock(CLOCK);
    }

    private static List<ByteBuffer> records(String... texts) {
        return Stream.of(texts)
                .map(text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    @Test
    void recordsFollowEachOtherByteToByte() throws Exception {
        try (DeliveryStream stream = builder().extension(".txt").build()) {
            stream.start();
            stream.put(records("one", "two"));
            stream.put(records("three"));

            assertThat(stream.flush(Await.LIMIT)).isTrue();
            assertThat(delivered.objects()).hasSize(1).allSatisfy((name, content) -> {
                assertThat(name).matches("2026/01/02/03/words-1-2026-01-02-03-04-05-[0-9a-f-]{36}\\.txt");
                assertThat(content).isEqualTo("onetwothree");
            });
        }
    }

    @Test
    void delimiterIsBehindEachRecordOnce() throws Exception {
        try (DeliveryStream stream = builder()
                .delimiter("\n")
                .prefix("good/!{timestamp:yyyy}/", "bad/!{firehose:error-output-type}/")
                .build()) {
            stream.start();
            stream.put(records("one", "two\n", "", "\n", "three"));

            assertThat(stream.flush(Await.LIMIT)).isTrue();
            assertThat(delivered.objects()).hasSize(1).allSatisfy((name, content) -> {
                assertThat(name).startsWith("good/2026/words-1-");
                assertThat(content).isEqualTo("one\ntwo\n\n\nthree\n");
            });
        }
    }

    @Test
    void objectIsDeliveredWhenItHasItsSize() throws Exception {
        try (DeliveryStream stream = builder().bufferBytes(4).build()) {
            stream.start();
            stream.put(records("aaa", "bb", "cccc", "d"));

            Await.until("two objects are full", () -> delivered.objects().size() == 2);
            assertThat(delivered.objects().values()).containsExactlyInAnyOrder("aaabb", "cccc");
        }
    }

    @Test
    void objectIsDeliveredWhenItHasItsAge() throws Exception {
        try (DeliveryStream stream = builder().bufferInterval(Duration.ZERO).build()) {
            stream.start();
            stream.put(records("a"));

            Await.until("it is delivered", () -> delivered.objects().containsValue("a"));
        }
    }

    @Test
    void whatWasPutIsDeliveredAfterARestart() throws Exception {
        try (DeliveryStream stream = builder().build()) {
            stream.start();
            stream.put(records("a"));
        }
        assertThat(delivered.objects()).isEmpty();
        try (DeliveryStream stream = builder().build()) {
            stream.start();
            stream.put(records("b"));

            assertThat(stream.flush(Await.LIMIT)).isTrue();
            assertThat(delivered.objects().values()).containsExactly("ab");
        }
    }

    @Test
    void destinationThatFailsIsTriedAgainWithTheSameName() throws Exception {
        AtomicBoolean gone = new AtomicBoolean(true);
        List<String> names = Collections.synchronizedList(new ArrayList<>());
        Destination real = destination;
        destination = (name, bytes) -> {
            names.add(name);
            real.write(name, bytes);
            if (gone.get()) {
                throw new IOException("answer is lost");
            }
        };
        try (DeliveryStream stream = builder().bufferBytes(1).journalBytes(2).build()) {
            stream.start();
            stream.put(records("a", "b"));
            Await.until("each was tried twice", () -> names.size() >= 4);
            assertThatThrownBy(() -> stream.put(records("c")))
                    .isInstanceOf(DeliveryBusyException.class)
                    .hasMessage("too much waits for delivery: bytes=2 (max 2)");
            gone.set(false);

            assertThat(stream.flush(Await.LIMIT)).isTrue();
            assertThat(names.stream().distinct()).hasSize(2);
            assertThat(delivered.objects().values()).containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    void interruptedThreadsPutAndTheStreamGoesOn() throws Exception {
        try (DeliveryStream stream = builder().build()) {
            stream.start();
            Thread.currentThread().interrupt();
            stream.put(records("a"));
            assertThatThrownBy(() -> stream.flush(Await.LIMIT)).isInstanceOf(InterruptedException.class);
            stream.put(records("b"));

            assertThat(stream.flush(Await.LIMIT)).isTrue();
            assertThat(delivered.objects().values()).containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    void destinationThatLeavesItsThreadInterruptedIsTriedAgain() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        Destination real = destination;
        destination = (name, bytes) -> {
            boolean failing = first.getAndSet(false);
            if (!failing) {
                real.write(name, bytes);
            }
            Thread.currentThread().interrupt();
            if (failing) {
                throw new IOException("interrupted");
            }
        };
        try (DeliveryStream stream = builder().bufferBytes(1).build()) {
            stream.start();
            stream.put(records("a", "b"));

            assertThat(stream.flush(Await.LIMIT)).isTrue();
            assertThat(delivered.objects().values()).containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    void putKeepsToTheServicesLimits() throws Exception {
        try (DeliveryStream stream = builder().build()) {
            stream.start();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> stream.put(List.of()))
                    .withMessage("records out of range: count=0 (allowed 1 to 500)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> stream.put(Collections.nCopies(501, ByteBuffer.allocate(1))))
                    .withMessage("records out of range: count=501 (allowed 1 to 500)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> stream.put(List.of(ByteBuffer.allocate(1_024_001))))
                    .withMessage("record too large: bytes=1024001 (max 1024000)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> stream.put(Collections.nCopies(5, ByteBuffer.allocate(1_000_000))))
                    .withMessage("put too large: bytes=5000000 (max 4194304)");
        }
        assertThat(delivered.objects()).isEmpty();
    }

    @Test
    void closedStreamTakesNothing() {
        DeliveryStream stream = builder().build();
        stream.start();
        assertThat(stream.close(Await.LIMIT)).isTrue();

        assertThat(stream.termination()).isCompleted();
        assertThatIllegalStateException()
                .isThrownBy(() -> stream.put(records("a")))
                .withMessage("delivery stream is not started, or closed: name=words");
        assertThatIllegalStateException()
                .isThrownBy(stream::start)
                .withMessage("delivery stream is closed: name=words");
    }

    @Test
    void settingsAreCheckedWhenTheyAreSet() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeliveryStream.builder("a/b", folder, destination))
                .withMessageContaining("delivery stream has no name that the service takes: a/b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().bufferBytes(0))
                .withMessage("buffer bytes out of range: 0 (at least 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().bufferInterval(Duration.ofSeconds(901)))
                .withMessage("buffer interval out of range: PT15M1S (allowed 0 to 15 minutes)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().bufferBytes(10).journalBytes(19).build())
                .withMessage("journal bytes out of range: 19 (at least twice the buffer bytes, 10)");
    }

    @Test
    void prefixesThatNoNameFitsAreRefusedWhenItIsBuilt() {
        String most = "x".repeat(PrefixExpression.MOST_EVALUATED_CHARACTERS - 1) + "/";
        String type = "!{firehose:error-output-type}";
        builder()
                .prefix(most.substring(14), most.substring("processing-failed/yyyy/MM/dd/HH/".length()))
                .sourceBackup(destination, most.substring(14))
                .build();

        assertRefused(builder().prefix("x" + most.substring(14), "bad/"), 513);
        assertRefused(builder().prefix("good/", most + type), 529);
        assertRefused(builder().sourceBackup(destination, most), 526);
        assertRefused(
                builder()
                        .prefix("!{partitionKeyFromLambda:a}/" + most, type)
                        .transformation(FunctionTransformation.of("f", record -> Transformed.ok(""))),
                514);
    }

    private static void assertRefused(DeliveryStreamBuilder builder, int characters) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(PrefixException.class)
                .hasMessageStartingWith("evaluated prefix too long: characters=" + characters + " (max 512): ");
    }
}
