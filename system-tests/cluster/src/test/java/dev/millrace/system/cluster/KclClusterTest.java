package dev.millrace.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dynamodb.DynamoDbLocal;
import dev.millrace.local.LocalKinesis;
import dev.millrace.system.cluster.Event.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * Three workers in processes of their own on one stream. They are killed, stopped, frozen for longer than their leases
 * last, and started, and the shards split and merged, all at random, while records flow; then what is left comes in peace.
 */
final class KclClusterTest {

    private static final Path DYNAMO_DB_LIBRARIES = Path.of("..", "..", "dynamodb-local", "libraries", "target", "lib");
    private static final String NAME = "cluster";
    private static final Duration STEP_LIMIT = Duration.ofSeconds(60);

    private final SplittableRandom random = Seed.random();

    /** What happens, in random order, and then again. */
    private enum Step {
        KILL,
        STOP,
        FREEZE,
        SPLIT,
        MERGE
    }

    /**
     * How much.
     *
     * @param rate records a second
     * @param leastMillis between two steps
     * @param mostMillis the same
     * @param drainLimit for what is left when nothing happens any more
     */
    private record Form(int shards, int rate, Duration duration, int leastMillis, int mostMillis, Duration drainLimit) {

        int records() {
            return Math.toIntExact(duration.toSeconds() * rate);
        }
    }

    @Test
    @Timeout(300)
    void everyRecordIsProcessedInOrderWhateverHappensToWorkersAndShards() throws Exception {
        run(new Form(4, 300, Duration.ofSeconds(72), 2_500, 5_000, Duration.ofSeconds(40)));
    }

    @Test
    @Tag("long")
    @Timeout(1_200)
    void everyRecordIsProcessedInTenMinutesOnSixteenShards() throws Exception {
        run(new Form(16, 400, Duration.ofMinutes(10), 2_500, 9_000, Duration.ofMinutes(3)));
    }

    private void run(Form form) throws Exception {
        long begun = System.nanoTime();
        Journal journal = new Journal();
        try (LocalKinesis local = LocalKinesis.start();
                DynamoDbLocal tables = DynamoDbLocal.inMemory(DYNAMO_DB_LIBRARIES);
                KinesisAsyncClient kinesis = Clients.kinesis(local.endpoint());
                DynamoDbAsyncClient dynamoDb = Clients.dynamoDb(tables.endpoint())) {
            kinesis.createStream(request -> request.streamName(NAME).shardCount(form.shards()))
                    .join();
            List<String> arguments =
                    List.of(local.endpoint().toString(), tables.endpoint().toString(), NAME);
            Shards shards = new Shards(kinesis, NAME, random.split());
            try (CheckpointWatch watch = CheckpointWatch.begin(dynamoDb, NAME);
                    SteadyFlow flow = SteadyFlow.begin(kinesis, NAME, form.rate(), form.records());
                    Workers workers = new Workers(journal, arguments, random.split())) {
                workers.fill();
                Await.until("first deliveries", STEP_LIMIT, () -> journal.delivered() > 0);
                disturb(form, flow, workers, shards);
                flow.finish();
                workers.thaw();
                workers.fill();
                Await.until("everything is delivered", form.drainLimit(), () -> journal.delivered() == flow.count());
                workers.finish();
                report(begun, journal, flow, workers, shards);
                assertSound(journal, flow, watch, shards);
            }
        }
    }

    private void disturb(Form form, SteadyFlow flow, Workers workers, Shards shards) throws Exception {
        List<Step> deck = new ArrayList<>();
        int frozenFor = 0;
        while (!flow.isDone()) {
            if (deck.isEmpty()) {
                deck.addAll(List.of(Step.values()));
                Collections.shuffle(deck, new Random(random.nextLong()));
            }
            workers.assertNoneHasFailed();
            Step step = deck.remove(deck.size() - 1);
            frozenFor++;
            if (frozenFor > 2 || step == Step.FREEZE) {
                workers.thaw();
                frozenFor = 0;
            }
            if (!workers.isComplete() && (random.nextInt(4) > 0 || !workers.canSpareOne())) {
                workers.start();
            }
            take(step, workers, shards);
            awaitPuts(form, flow);
        }
    }

    private static void take(Step step, Workers workers, Shards shards) throws IOException, InterruptedException {
        switch (step) {
            case SPLIT -> shards.split();
            case MERGE -> shards.merge();
            case KILL -> workers.kill();
            case STOP -> workers.stop();
            case FREEZE -> workers.freeze();
        }
    }

    /** Until so many more are put as go into a random time. */
    private void awaitPuts(Form form, SteadyFlow flow) {
        int millis = random.nextInt(form.leastMillis(), form.mostMillis());
        int enough = flow.count() + Math.toIntExact((long) form.rate() * millis / 1_000);
        Await.until("records are put", STEP_LIMIT, () -> flow.isDone() || flow.count() >= enough);
    }

    private static void report(long begun, Journal journal, SteadyFlow flow, Workers workers, Shards shards) {
        List<ShardRun> runs = journal.runs();
        System.out.println("cluster: seconds=" + (System.nanoTime() - begun) / 1_000_000_000 + " put=" + flow.count()
                + " delivered=" + journal.deliveries() + " again=" + (journal.deliveries() - journal.delivered())
                + " splits=" + shards.splits() + " merges=" + shards.merges() + " started=" + workers.started()
                + " killed=" + workers.count(Departure.Kind.KILLED) + " stopped="
                + workers.count(Departure.Kind.STOPPED) + " frozen=" + workers.count(Departure.Kind.FROZEN)
                + " runs=" + runs.size() + " checkpoints=" + count(runs, Kind.CHECKPOINTED) + " refused="
                + count(runs, Kind.REFUSED));
        System.out.println("cluster: " + new TakeOvers(runs, workers.departures()).summary());
    }

    private static long count(List<ShardRun> runs, Kind kind) {
        return runs.stream().mapToLong(run -> run.of(kind).size()).sum();
    }

    private static void assertSound(Journal journal, SteadyFlow flow, CheckpointWatch watch, Shards shards) {
        Map<String, List<String>> parents = shards.parents();
        assertThat(journal.faults()).isEmpty();
        assertThat(new History(flow.shards(), parents, journal.runs()).faults()).isEmpty();
        assertThat(watch.faults()).isEmpty();
        assertThat(watch.looks()).isPositive();
        assertThat(parents.keySet()).containsAll(flow.shards().keySet());
    }
}
