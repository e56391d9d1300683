package dev.millrace.kcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.kcl.Beginning.State;
import dev.millrace.processor.StartPosition;
import dev.millrace.processor.StreamRecreatedException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.model.HashKeyRange;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.kinesis.coordinator.CoordinatorConfig.ClientVersionConfig;
import software.amazon.kinesis.coordinator.migration.MigrationState;
import software.amazon.kinesis.leases.LeaseManagementConfig;

@Timeout(60)
@ExtendWith(Services.Extension.class)
final class LeaseTablePrimerTest {

    private static final String PARENT = "shardId-000000000000";

    @Test
    void leasesAreThoseThatTheLibraryMakes(Services services) {
        String stream = services.newStream(1);
        // The library makes the leases of children itself.
        services.split(stream);
        Recorder recorder = new Recorder();
        try (KclWorker worker = services.worker(stream, recorder).build()) {
            worker.start();
            Await.until("children", () -> recorder.events().size() > 3);
        }
        Map<String, AttributeValue> libraryMade =
                new HashMap<>(services.leases(stream).get(1));
        Shard child = services.openShards(stream).get(0);
        KinesisStream found = new StreamDirectory(services.kinesis()).find(stream);
        Map<String, AttributeValue> ours = LeaseLayout.SINGLE.item(found, child, "TRIM_HORIZON");
        // What it adds when somebody has had the lease.
        List.of("leaseOwner", "throughputKBps").forEach(libraryMade::remove);
        libraryMade.put("leaseCounter", AttributeValue.fromN("0"));
        assertThat(ours).isEqualTo(libraryMade);
    }

    /** Else only one of several workers that come at once is allowed to store it, and the others never start. */
    @Test
    void versionIsTheOneThatTheLibraryStores(Services services) {
        String bare = services.newStream(1);
        try (BareKcl kcl = BareKcl.start(services, bare, BareKcl.each(new BareProcessor()))) {
            Await.until("the library's version", () -> version(services, bare).containsKey("cv"));
            assertThat(kcl.death()).isNull();
        }
        String stream = services.newStream(1);
        new Primed(services, stream).leases();
        new Primed(services, stream).leases.addVersion("another");
        assertThat(version(services, stream).keySet())
                .isEqualTo(version(services, bare).keySet());
        assertThat(version(services, stream))
                .containsEntry("cv", version(services, bare).get("cv"))
                .containsEntry("entityType", version(services, bare).get("entityType"))
                .containsEntry("mb", AttributeValue.fromS("worker"));
    }

    @Test
    void versionIsLeftToTheLibraryWhereWorkersOfTheSecondVersionMayBe(Services services) {
        String stream = services.newStream(1);
        Primed primed = new Primed(services, stream);
        primed.version = ClientVersionConfig.CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X;
        primed.leases();
        assertThat(version(services, stream)).isEmpty();
    }

    private static Map<String, AttributeValue> version(Services services, String stream) {
        return services.items(stream).stream()
                .filter(item -> LeaseLayout.keyOf(item).equals(MigrationState.MIGRATION_HASH_KEY))
                .findFirst()
                .orElse(Map.of());
    }

    @Test
    void leasesOfManyStreamsSayWhichStreamTheyAreOf(Services services) {
        String stream = services.newStream(1);
        KinesisStream found = new StreamDirectory(services.kinesis()).find(stream);
        Shard shard = services.openShards(stream).get(0);
        String identifier = found.identifier();
        assertThat(identifier).matches("[0-9]{12}:" + stream + ":[0-9]+");
        assertThat(LeaseLayout.MANY.item(found, shard, "TRIM_HORIZON"))
                .containsEntry("leaseKey", AttributeValue.fromS(identifier + ":" + shard.shardId()))
                .containsEntry("streamName", AttributeValue.fromS(identifier))
                .containsEntry("shardId", AttributeValue.fromS(shard.shardId()));
    }

    @Test
    void workersThatComeAtOnceMakeTheSameLeases(Services services) {
        String stream = services.newStream(20);
        List<CompletableFuture<Beginning>> workers = Stream.generate(() -> new Primed(services, stream))
                .limit(4)
                .map(worker -> CompletableFuture.supplyAsync(() -> worker.begin(StartPosition.latest())))
                .toList();
        List<Beginning> beginnings =
                workers.stream().map(CompletableFuture::join).distinct().toList();
        assertThat(beginnings).hasSize(1);
        assertThat(services.leases(stream)).hasSize(20);
        assertThat(BareKcl.checkpoints(services, stream)).containsOnly("AT_TIMESTAMP");
    }

    @Test
    void workerThatWasKilledHalfwayIsGoneOnFrom(Services services) {
        String stream = services.newStream(3);
        Primed first = new Primed(services, stream);
        Beginning begun = first.primer.begin(first.stream, StartPosition.latest(), false);
        first.leases.make(first.config);
        first.leases.add(first.stream, services.openShards(stream).subList(1, 2), begun.checkpoint());
        Beginning later = new Primed(services, stream).begin(StartPosition.latest());
        assertThat(later.moment()).isNotNull().isEqualTo(begun.moment());
        assertThat(later.state()).isEqualTo(State.COMPLETE);
        assertThat(services.leases(stream)).hasSize(3);
    }

    @Test
    void leasesThatTheLibraryIsDoneWithAreNotMadeAgain(Services services) {
        String stream = services.newStream(2);
        new Primed(services, stream).leases();
        services.dynamoDb()
                .deleteItem(request -> request.tableName(stream).key(Map.of("leaseKey", AttributeValue.fromS(PARENT))))
                .join();
        new Primed(services, stream).leases();
        assertThat(services.leases(stream)).hasSize(1);
    }

    @Test
    void leasesOfAnApplicationOnTheBareLibraryAreTakenOver(Services services) {
        String stream = services.newStream(2);
        Primed bare = new Primed(services, stream);
        bare.leases.make(bare.config);
        bare.leases.add(bare.stream, services.openShards(stream).subList(0, 1), "SHARD_END");
        assertThat(new Primed(services, stream)
                        .begin(StartPosition.trimHorizon())
                        .state())
                .isEqualTo(State.COMPLETE);
        assertThat(BareKcl.checkpoints(services, stream)).containsExactly("SHARD_END");
    }

    @Test
    void momentsTakeTheShardsThatWereOpenThen(Services services) {
        String stream = services.newStream(1);
        Instant beforeTheStream = Instant.EPOCH.plusSeconds(1);
        services.split(stream);
        new Primed(services, stream).begin(StartPosition.atTimestamp(beforeTheStream));
        assertThat(services.leases(stream)).extracting(LeaseLayout::keyOf).containsExactly(PARENT);
    }

    @Test
    void latestKeepsItsShardsThoughTheyAreSplitMeanwhile(Services services) {
        String stream = services.newStream(1);
        Primed first = new Primed(services, stream);
        Beginning begun = first.primer.begin(first.stream, StartPosition.latest(), false);
        assertThat(begun.state()).isEqualTo(State.PRIMING);
        services.put(stream, "before the split");
        services.split(stream);
        new Primed(services, stream).begin(StartPosition.latest());
        assertThat(services.leases(stream)).extracting(LeaseLayout::keyOf).containsExactly(PARENT);
    }

    @Test
    void streamThatWasMadeAgainIsRefusedUntilReset(Services services) {
        String stream = services.newStream(2);
        Primed primed = new Primed(services, stream);
        primed.leases();
        KinesisStream again = new KinesisStream(
                stream, primed.stream.arn(), primed.stream.created().plusSeconds(60), primed.stream.seen());
        assertThatThrownBy(() -> primed.primer.begin(again, StartPosition.trimHorizon(), false))
                .isInstanceOf(StreamRecreatedException.class)
                .hasMessageContaining(stream);
        assertThat(primed.primer.begin(again, StartPosition.trimHorizon(), true).state())
                .isEqualTo(State.CLEARING);
        primed.prime(again);
        assertThat(services.leases(stream)).hasSize(2);
    }

    @Test
    void resetForgetsHowFarTheStreamWasProcessed(Services services) {
        String stream = services.newStream(1);
        Primed bare = new Primed(services, stream);
        bare.leases.make(bare.config);
        bare.leases.add(bare.stream, services.openShards(stream), "SHARD_END");
        Primed primed = new Primed(services, stream);
        primed.primer.begin(primed.stream, StartPosition.trimHorizon(), true);
        primed.prime(primed.stream);
        assertThat(BareKcl.checkpoints(services, stream)).containsExactly("TRIM_HORIZON");
    }

    @Test
    void leasesOfASingleStreamAreNotTakenForThoseOfMany(Services services) {
        String stream = services.newStream(1);
        new Primed(services, stream).leases();
        KclWorkerBuilder builder =
                services.application(stream, new Recorder()).stream(services.newStream(1), StartPosition.latest())
                        .stream(services.newStream(1), StartPosition.latest());
        try (KclWorker worker = builder.build()) {
            assertThatThrownBy(worker::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(PARENT);
        }
    }

    @Test
    void shardsWithAHoleAreSeen() {
        assertThat(LeaseTablePrimer.coverAll(List.of(shard("0", "9"), shard("10", MAX))))
                .isTrue();
        assertThat(LeaseTablePrimer.coverAll(List.of(shard("0", "9"), shard("11", MAX))))
                .isFalse();
        assertThat(LeaseTablePrimer.coverAll(List.of(shard("0", "9"), shard("5", MAX))))
                .isFalse();
        assertThat(LeaseTablePrimer.coverAll(List.of(shard("1", MAX)))).isFalse();
        assertThat(LeaseTablePrimer.coverAll(List.of())).isFalse();
    }

    private static final String MAX = "340282366920938463463374607431768211455";

    private static Shard shard(String start, String end) {
        return Shard.builder()
                .hashKeyRange(HashKeyRange.builder()
                        .startingHashKey(start)
                        .endingHashKey(end)
                        .build())
                .build();
    }

    /** What a worker makes its first leases with. */
    static final class Primed {

        private final KinesisStream stream;
        private final LeaseTable leases;
        private final LeaseTablePrimer primer;
        private final LeaseManagementConfig config;
        private ClientVersionConfig version = ClientVersionConfig.CLIENT_VERSION_CONFIG_3X;

        Primed(Services services, String name) {
            StopSignal stop = new StopSignal();
            StreamDirectory directory = new StreamDirectory(services.kinesis());
            Tables tables = new Tables(services.dynamoDb(), stop);
            stream = directory.find(name);
            leases = new LeaseTable(services.dynamoDb(), tables, name, LeaseLayout.SINGLE);
            config = new LeaseManagementConfig(name, name, services.dynamoDb(), services.kinesis(), "worker");
            primer = new LeaseTablePrimer(
                    directory, new BeginningTable(services.dynamoDb(), tables, name), leases, stop);
        }

        Beginning begin(StartPosition start) {
            primer.begin(stream, start, false);
            prime(stream);
            return primer.begin(stream, start, false);
        }

        void prime(KinesisStream found) {
            primer.prime(found, config, version);
        }

        /** Those at the trim horizon. */
        void leases() {
            begin(StartPosition.trimHorizon());
        }
    }
}
