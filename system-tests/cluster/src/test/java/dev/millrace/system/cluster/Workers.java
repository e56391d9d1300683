package dev.millrace.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** The workers of an application: at most three, which of them goes is chance. */
final class Workers implements AutoCloseable {

    private static final int MOST = 3;
    private static final int TERMINATED = 128 + 15;
    private static final Duration END_LIMIT = Duration.ofSeconds(40);

    private final Journal journal;
    private final List<String> arguments;
    private final SplittableRandom random;
    private final List<WorkerProcess> working = new ArrayList<>();
    private final List<WorkerProcess> frozen = new ArrayList<>();
    private final List<WorkerProcess> stopped = new ArrayList<>();
    private final List<WorkerProcess> killed = new ArrayList<>();
    private final List<Departure> departures = new ArrayList<>();
    private int started;

    /** What each is told beside its id. */
    Workers(Journal journal, List<String> arguments, SplittableRandom random) {
        this.journal = journal;
        this.arguments = arguments;
        this.random = random;
    }

    boolean isComplete() {
        return working.size() + frozen.size() == MOST;
    }

    /** Whether one can go and another is left. */
    boolean canSpareOne() {
        return working.size() > 1;
    }

    void start() throws IOException {
        started++;
        working.add(WorkerProcess.start("worker-" + started, journal, arguments));
    }

    void fill() throws IOException {
        while (!isComplete()) {
            start();
        }
    }

    void kill() {
        WorkerProcess worker = take(Departure.Kind.KILLED);
        worker.kill();
        killed.add(worker);
    }

    void stop() {
        WorkerProcess worker = take(Departure.Kind.STOPPED);
        worker.stop();
        stopped.add(worker);
    }

    void freeze() throws IOException, InterruptedException {
        WorkerProcess worker = take(Departure.Kind.FROZEN);
        worker.freeze();
        frozen.add(worker);
    }

    void thaw() throws IOException, InterruptedException {
        for (WorkerProcess worker : frozen) {
            worker.thaw();
        }
        working.addAll(frozen);
        frozen.clear();
    }

    /** Mostly one of those that hold shards, for the others leave little behind. */
    private WorkerProcess take(Departure.Kind kind) {
        Set<String> holders = journal.holders();
        List<WorkerProcess> some =
                working.stream().filter(worker -> holders.contains(worker.id())).toList();
        if (some.isEmpty() || random.nextInt(4) == 0) {
            some = List.copyOf(working);
        }
        WorkerProcess worker = some.get(random.nextInt(some.size()));
        working.remove(worker);
        departures.add(new Departure(kind, worker.id(), Event.now()));
        return worker;
    }

    void assertNoneHasFailed() {
        assertThat(working)
                .filteredOn(worker -> !worker.isAlive())
                .extracting(WorkerProcess::id)
                .as("ended by themselves")
                .isEmpty();
    }

    /** Stops those that are left, and looks at how all that were stopped have ended. */
    void finish() throws IOException, InterruptedException {
        thaw();
        assertNoneHasFailed();
        for (WorkerProcess worker : working) {
            worker.stop();
        }
        stopped.addAll(working);
        working.clear();
        for (WorkerProcess worker : stopped) {
            assertThat(worker.awaitEnd(END_LIMIT)).as(worker.id()).isEqualTo(TERMINATED);
        }
    }

    List<Departure> departures() {
        return List.copyOf(departures);
    }

    long count(Departure.Kind kind) {
        return departures.stream().filter(departure -> departure.kind() == kind).count();
    }

    int started() {
        return started;
    }

    @Override
    public void close() {
        List<WorkerProcess> all = new ArrayList<>(working);
        all.addAll(frozen);
        all.addAll(stopped);
        all.addAll(killed);
        for (WorkerProcess worker : all) {
            worker.close();
        }
    }
}
