package dev.millrace.local.stream;

import dev.millrace.local.state.State;
import dev.millrace.local.wire.ServiceException;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import java.math.BigInteger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * One stream: its shards, open and closed.
 *
 * <p>Threads: the list of shards is replaced, never changed, under the stream's lock; readers and writers of records
 * take the list as it is at that moment. A writer that meets a shard which was closed meanwhile looks again.
 */
public final class Stream {

    private final StreamName name;
    private final long createdMillis;
    private final Clock clock;
    private final StreamStorage storage;
    private final Consumers consumers;
    private final Retention retention;
    private final StreamSettings settings;
    private final AtomicLong spreadCount = new AtomicLong();
    private final Object lock = new Object();
    private volatile Topology topology;

    /** What is saved: the shards as they are, or are about to be. */
    private volatile Topology savedTopology;

    private volatile boolean kept;

    /** A new stream, not kept yet. */
    Stream(StreamName name, int shardCount, boolean onDemand, Clock clock, StreamStorage storage) {
        this.name = name;
        this.clock = clock;
        this.storage = storage;
        this.consumers = new Consumers(name, this::save);
        this.retention = new Retention(clock, this::save);
        this.settings = new StreamSettings(name, onDemand, this::save);
        this.createdMillis = clock.millis();
        // Numbers start a little in the past, as the service's do, so that the first record is above the start.
        long createdSeconds = Math.max(0, createdMillis / 1000 - 2);
        List<Shard> shards = new ArrayList<>();
        for (HashKeyRange range : UniformRanges.of(shardCount)) {
            RecordLog log = storage.openLog(shards.size(), createdSeconds);
            shards.add(new Shard(shards.size(), range, createdSeconds, List.of(), retention::trimHorizonMillis, log));
        }
        this.topology = Topology.of(shards);
        this.savedTopology = topology;
    }

    /** A stream as it was kept. */
    Stream(State state, Clock clock, StreamStorage storage) {
        this.name = new StreamName(new Account(state.text("account"), state.text("region")), state.text("name"));
        this.clock = clock;
        this.storage = storage;
        this.createdMillis = state.number("createdMillis");
        this.consumers = new Consumers(state.states("consumers"), name, this::save);
        this.retention = new Retention(state.state("retention"), clock, this::save);
        this.settings = new StreamSettings(state.state("settings"), name, this::save);
        List<Shard> shards = new ArrayList<>();
        state.states("shards")
                .forEach(shard -> shards.add(Shard.restored(shard, retention::trimHorizonMillis, storage)));
        reopenChildless(shards);
        this.topology = Topology.of(shards);
        this.savedTopology = topology;
        this.kept = true;
    }

    /** A shard may have been saved closed before its children were saved: then nobody has heard of it. */
    private static void reopenChildless(List<Shard> shards) {
        Set<Integer> parents = new HashSet<>();
        shards.forEach(shard -> parents.addAll(shard.parents()));
        shards.stream().filter(shard -> !parents.contains(shard.index())).forEach(Shard::reopen);
    }

    /** Keeps the stream from now on, with all changes. */
    void keep() {
        kept = true;
        save();
    }

    /** To be called without a lock that {@link #state} wants. */
    private void save() {
        if (kept) {
            storage.save(this::state);
        }
    }

    private State state() {
        return State.create()
                .with("account", name.account().id())
                .with("region", name.account().region())
                .with("name", name.name())
                .with("createdMillis", createdMillis)
                .with("retention", retention.state())
                .with("settings", settings.state())
                .with("consumers", consumers.states())
                .with(
                        "shards",
                        savedTopology.shards().stream().map(Shard::state).toList());
    }

    public StreamName name() {
        return name;
    }

    /** Whether the service, not the caller, decides how many shards there are. */
    public boolean onDemand() {
        return settings.onDemand();
    }

    public StreamSettings settings() {
        return settings;
    }

    public Retention retention() {
        return retention;
    }

    public Consumers consumers() {
        return consumers;
    }

    /** Subscriptions of the consumer end. */
    public void deregister(Consumer consumer) {
        consumers.deregister(consumer);
        shards().forEach(Shard::changed);
    }

    /** Ends it: forgets what is kept, and deregisters all consumers. */
    void delete() {
        kept = false;
        storage.delete();
        consumers.list().forEach(this::deregister);
    }

    public long createdMillis() {
        return createdMillis;
    }

    /** All shards, closed ones too, by index. */
    public List<Shard> shards() {
        return topology.shards();
    }

    /** The shards as they are now. */
    public Topology topology() {
        return topology;
    }

    /** Shards that came from this one, in order of their hash keys. */
    public List<Shard> childrenOf(Shard parent) {
        return topology.shards().stream()
                .filter(shard -> shard.parents().contains(parent.index()))
                .toList();
    }

    /** The shard with this id, or nothing, also if it has expired. */
    public Optional<Shard> shard(String shardId) {
        Integer index = ShardId.parse(shardId);
        List<Shard> shards = topology.shards();
        return index == null || index >= shards.size()
                ? Optional.empty()
                : Optional.of(shards.get(index)).filter(shard -> !shard.isExpired());
    }

    /** Frees the records that are behind the trim horizon, which nobody sees in any case, and what is idle. */
    void rest() {
        topology.shards().forEach(Shard::rest);
    }

    /** A hash key of each open shard in turn. */
    public HashKey nextHashKey() {
        return topology.openShardInTurn(spreadCount.getAndIncrement())
                .hashKeys()
                .start();
    }

    /** The open shard that owns the hash key, at this moment. */
    public Shard shardFor(HashKey hashKey) {
        return topology.openShardFor(hashKey);
    }

    /** Stores a record in the open shard that owns its hash key. */
    public PutOutcome put(NewRecord record) {
        return put(List.of(record)).get(0);
    }

    /**
     * Stores records, each in the open shard that owns its hash key. Those of one shard are stored in one go, in their
     * order.
     *
     * @return where each was stored, in the order of the records
     */
    public List<PutOutcome> put(List<NewRecord> records) {
        boolean encrypted = settings.keyId() != null;
        PutOutcome[] outcomes = new PutOutcome[records.size()];
        List<Integer> left = IntStream.range(0, outcomes.length).boxed().toList();
        while (!left.isEmpty()) {
            Topology now = topology;
            Map<Shard, List<Integer>> byShard = new LinkedHashMap<>();
            for (int i : left) {
                Shard owner = now.openShardFor(records.get(i).hashKey());
                byShard.computeIfAbsent(owner, shard -> new ArrayList<>()).add(i);
            }
            List<Integer> tooLate = new ArrayList<>();
            byShard.forEach((shard, indexes) -> {
                List<NewRecord> own = indexes.stream().map(records::get).toList();
                List<SequenceNumber> numbers = shard.append(own, clock.millis(), encrypted);
                if (numbers == null) {
                    tooLate.addAll(indexes);
                    return;
                }
                for (int i = 0; i < numbers.size(); i++) {
                    outcomes[indexes.get(i)] = new PutOutcome(shard, numbers.get(i), encrypted);
                }
                shard.changed();
            });
            left = tooLate;
            if (!left.isEmpty()) {
                // Closed between the look and the append: the new list is about to be published.
                Thread.onSpinWait();
            }
        }
        return List.of(outcomes);
    }

    /** Closes a shard and opens two that meet at the hash key, which may be any number. */
    public void split(String shardId, BigInteger newStart) {
        synchronized (lock) {
            Shard parent = openShard(shardId);
            HashKeyRange range = parent.hashKeys();
            BigInteger lowest = range.start().toBigInteger().add(BigInteger.TWO);
            if (newStart.compareTo(lowest) < 0 || newStart.compareTo(range.end().toBigInteger()) >= 0) {
                throw ServiceException.invalidArgument("NewStartingHashKey " + newStart
                        + " used in SplitShard() on shard " + parent.id() + " in stream " + name.describe()
                        + " is not both greater than one plus the shard's StartingHashKey " + range.start()
                        + " and less than the shard's EndingHashKey " + range.end() + ".");
            }
            HashKey cut = HashKey.of(newStart);
            replace(
                    List.of(parent),
                    List.of(new HashKeyRange(range.start(), cut.previous()), new HashKeyRange(cut, range.end())));
        }
    }

    /** Closes two neighbours, the one with the smaller hash keys named first, and opens one in their place. */
    public void merge(String shardId, String adjacentShardId) {
        synchronized (lock) {
            Shard first = openShard(shardId);
            Shard second = openShard(adjacentShardId);
            boolean inOrder = first.hashKeys().isAdjacentTo(second.hashKeys())
                    && first.hashKeys().start().compareTo(second.hashKeys().start()) < 0;
            if (!inOrder) {
                throw ServiceException.invalidArgument("Shards " + first.id() + " and " + second.id() + " in stream "
                        + name.describe() + " are not an adjacent pair of shards eligible for merging");
            }
            replace(
                    List.of(first, second),
                    List.of(new HashKeyRange(
                            first.hashKeys().start(), second.hashKeys().end())));
        }
    }

    /**
     * Brings the stream to so many equal shards by splits and merges.
     *
     * @return how many open shards there were
     */
    public int scale(int targetCount) {
        synchronized (lock) {
            Resharding resharding = resharding();
            UniformScaling scaling = new UniformScaling(resharding);
            scaling.check(targetCount);
            if (!settings.shardCountChanges().use(clock.millis())) {
                throw ServiceException.limitExceeded("Stream " + name.describe() + " was scaled "
                        + settings.shardCountChanges().maxCount()
                        + " times within 24 hours, and cannot be scaled more often.");
            }
            int before = resharding.openShardCount();
            scaling.run(targetCount);
            publish(resharding);
            return before;
        }
    }

    private void replace(List<Shard> parents, List<HashKeyRange> ranges) {
        Resharding resharding = resharding();
        resharding.replace(parents, ranges);
        publish(resharding);
    }

    /** Goes on with the new shards once they are saved, and tells those who watch a shard that may have ended. */
    private void publish(Resharding resharding) {
        savedTopology = resharding.result();
        try {
            save();
        } catch (RuntimeException e) {
            savedTopology = topology;
            resharding.undo();
            throw e;
        }
        topology = savedTopology;
        topology.shards().forEach(Shard::changed);
    }

    private Resharding resharding() {
        return new Resharding(topology, clock.millis(), retention::trimHorizonMillis, storage);
    }

    private Shard openShard(String shardId) {
        Shard shard = shard(shardId).orElseThrow(() -> shardNotFound(shardId));
        if (!shard.isOpen()) {
            throw ServiceException.invalidArgument("Shard " + shard.id() + " in stream " + name.describe()
                    + " has already been merged or split, and thus is not eligible for merging or splitting.");
        }
        return shard;
    }

    private ServiceException shardNotFound(String shardId) {
        return ServiceException.resourceNotFound(
                "Could not find shard " + shardId + " in stream " + name.describe() + ".");
    }
}
