package dev.millrace.kcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.PendingCheckpoint;
import dev.millrace.processor.StartPosition;
import dev.millrace.processor.StreamRecreatedException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.kinesis.coordinator.migration.MigrationState;

@Timeout(120)
@ExtendWith(Services.Extension.class)
final class ApplicationLeasesTest {

    private static final String FIRST = "shardId-000000000000";
    private static final ShardPosition END = position(ExtendedSequenceNumber.SHARD_END);

    @Test
    void leasesTellWhoHasAShardAndHowFarItIs(Services services) {
        String stream = services.newStream(1);
        String number = services.put(stream, "a").sequenceNumber();
        ApplicationLeases leases = new ApplicationLeases(services.dynamoDb(), stream);
        Recorder recorder = new Recorder();
        KclWorkerBuilder builder = services.worker(stream, recorder).workerId("me");
        try (KclWorker worker = builder.build()) {
            worker.start();
            Await.until(
                    "a checkpoint",
                    () -> leases.read().stream()
                            .anyMatch(lease -> lease.position().place().isNumber()));

            ShardLeaseState lease = leases.read().get(0);
            assertThat(lease.stream()).isEqualTo(stream);
            assertThat(lease.shardId()).isEqualTo(FIRST);
            assertThat(lease.owner()).isEqualTo("me");
            assertThat(lease.position()).isEqualTo(position(ExtendedSequenceNumber.of(number)));
            assertThat(leases.isInUse(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(leases.isInUse(Duration.ofSeconds(2))).isFalse();
        assertThat(ApplicationLeases.tables(services.dynamoDb()))
                .contains(stream)
                .doesNotContain(stream + "-Millrace");
    }

    @Test
    void applicationWithoutTableHasNoLeases(Services services) {
        ApplicationLeases leases = new ApplicationLeases(services.dynamoDb(), "none");

        assertThat(leases.exists()).isFalse();
        assertThat(leases.read()).isEmpty();
        assertThat(leases.isInUse(Duration.ofSeconds(5))).isFalse();
    }

    @Test
    void whatWasStoredIsReadAgain(Services services) {
        String one = services.newStream(3);
        String two = services.newStream(1);
        String application = services.newName();
        Instant moment = Instant.now().minusSeconds(5).truncatedTo(ChronoUnit.MILLIS);
        Map<String, ShardPosition> positions = Map.of(
                FIRST,
                new ShardPosition(
                        new ExtendedSequenceNumber("17", 3),
                        null,
                        new PendingCheckpoint(new ExtendedSequenceNumber("18", 1), new byte[] {1, 2})),
                "shardId-000000000001",
                new ShardPosition(ExtendedSequenceNumber.AT_TIMESTAMP, moment, null),
                "shardId-000000000002",
                END);
        ApplicationLeases leases = new ApplicationLeases(services.dynamoDb(), application);

        leases.store(
                services.kinesis(),
                List.of(
                        new StreamPositions(one, created(services, one), positions),
                        new StreamPositions(two, created(services, two), Map.of(FIRST, END))),
                false);

        assertThat(leases.read())
                .filteredOn(lease -> one.equals(lease.stream()))
                .hasSize(3)
                .allMatch(lease -> lease.position().equals(positions.get(lease.shardId())));
        assertThat(leases.read())
                .filteredOn(lease -> two.equals(lease.stream()))
                .extracting(ShardLeaseState::position)
                .containsExactly(END);
    }

    @Test
    void workerGoesOnWhereTheStoredPositionsAre(Services services) {
        String stream = services.newStream(1);
        String first =
                services.put(stream, Aggregates.of("a@0", "b@0", "c@0"), "0").sequenceNumber();
        services.split(stream);
        services.put(stream, "child");
        ApplicationLeases leases = new ApplicationLeases(services.dynamoDb(), stream);
        leases.store(
                services.kinesis(),
                List.of(new StreamPositions(
                        stream,
                        created(services, stream),
                        Map.of(FIRST, position(new ExtendedSequenceNumber(first, 1))))),
                false);

        Recorder recorder = new Recorder();
        try (KclWorker worker =
                services.worker(stream, StartPosition.latest(), recorder).build()) {
            worker.start();
            Await.until("the child's record", () -> recorder.texts().contains("child"));
        }

        assertThat(recorder.texts()).containsExactly("c", "child");
    }

    @Test
    void endedShardIsNotReadAgainAndItsChildrenAreFromTheirBeginning(Services services) {
        String stream = services.newStream(1);
        services.put(stream, "parent");
        services.split(stream);
        services.put(stream, "child");
        new ApplicationLeases(services.dynamoDb(), stream)
                .store(
                        services.kinesis(),
                        List.of(new StreamPositions(stream, created(services, stream), Map.of(FIRST, END))),
                        false);

        Recorder recorder = new Recorder();
        try (KclWorker worker = services.worker(stream, recorder).build()) {
            worker.start();
            Await.until("the child's record", () -> recorder.texts().contains("child"));
        }

        assertThat(recorder.texts()).containsExactly("child");
    }

    /** Else only one of several workers that come at once is allowed to store it, and the others never start. */
    @Test
    void versionOfTheLibraryIsStoredWithTheFirstLeases(Services services) {
        String stream = services.newStream(1);
        ApplicationLeases leases = new ApplicationLeases(services.dynamoDb(), stream);

        leases.store(
                services.kinesis(),
                List.of(new StreamPositions(stream, created(services, stream), Map.of(FIRST, END))),
                false);

        assertThat(services.items(stream))
                .extracting(item -> LeaseItems.text(item, LeaseLayout.LEASE_KEY))
                .containsExactlyInAnyOrder(FIRST, MigrationState.MIGRATION_HASH_KEY);
        assertThat(leases.read()).hasSize(1);
    }

    @Test
    void leasesAreReplacedOnlyIfThatIsAskedFor(Services services) {
        String stream = services.newStream(1);
        ApplicationLeases leases = new ApplicationLeases(services.dynamoDb(), stream);
        List<StreamPositions> ended =
                List.of(new StreamPositions(stream, created(services, stream), Map.of(FIRST, END)));
        List<StreamPositions> before = List.of(new StreamPositions(
                stream, created(services, stream), Map.of(FIRST, position(ExtendedSequenceNumber.of("17")))));
        leases.store(services.kinesis(), before, false);

        assertThatIllegalStateException()
                .isThrownBy(() -> leases.store(services.kinesis(), ended, false))
                .withMessageContaining("the application has leases of the stream");
        leases.store(services.kinesis(), ended, true);

        assertThat(leases.read()).extracting(ShardLeaseState::position).containsExactly(END);
    }

    @Test
    void positionsOfAnEarlierStreamAreRefused(Services services) {
        String stream = services.newStream(1);
        ApplicationLeases leases = new ApplicationLeases(services.dynamoDb(), stream);
        List<StreamPositions> old = List.of(new StreamPositions(stream, Instant.EPOCH, Map.of(FIRST, END)));

        assertThatExceptionOfType(StreamRecreatedException.class)
                .isThrownBy(() -> leases.store(services.kinesis(), old, false));
        assertThat(leases.exists()).isFalse();
    }

    private static ShardPosition position(ExtendedSequenceNumber place) {
        return new ShardPosition(place, null, null);
    }

    private static Instant created(Services services, String stream) {
        return new StreamDirectory(services.kinesis()).find(stream).created();
    }
}
