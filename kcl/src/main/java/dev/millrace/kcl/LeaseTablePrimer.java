package dev.millrace.kcl;

import dev.millrace.kcl.Beginning.State;
import dev.millrace.processor.StartPosition;
import dev.millrace.processor.StreamRecreatedException;
import dev.millrace.processor.engine.Backoff;
import dev.millrace.record.HashKeyRange;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.kinesis.coordinator.CoordinatorConfig.ClientVersionConfig;
import software.amazon.kinesis.leases.LeaseManagementConfig;

/**
 * Makes the first leases of an application, before the library starts. Left to itself the library needs a minute and a
 * half for that, and its LATEST is the moment at which a shard is first read, again and again until the first checkpoint.
 *
 * <p>Where reading begins is stored first, then the leases, one for each shard that was open there, then that they are
 * complete. So a worker that comes later, at the same time or after a crash at any point, goes on where the other was,
 * and all of them end with the same leases. Once complete, leases are never made here again.
 */
final class LeaseTablePrimer {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseTablePrimer.class);
    private static final int TRIES = 20;

    /** Leases that are stored between two looks at whether they are still wanted. */
    private static final int AT_ONCE = 50;

    private final StreamDirectory directory;
    private final BeginningTable beginnings;
    private final LeaseTable leases;
    private final StopSignal stop;

    LeaseTablePrimer(StreamDirectory directory, BeginningTable beginnings, LeaseTable leases, StopSignal stop) {
        this.directory = directory;
        this.beginnings = beginnings;
        this.leases = leases;
        this.stop = stop;
    }

    /** Finds out how the application began, or decides it. */
    Beginning begin(KinesisStream stream, StartPosition start, boolean reset) {
        beginnings.make();
        Beginning known = beginnings.of(stream).orElse(null);
        if (reset) {
            beginnings.replace(stream, known, Beginning.of(State.CLEARING, stream, start));
        } else if (known == null) {
            // An application that the bare library began has leases already; they are taken as they are.
            State state = leases.has(stream) ? State.COMPLETE : State.PRIMING;
            beginnings.replace(stream, null, Beginning.of(state, stream, start));
        }
        return current(stream);
    }

    /**
     * Makes the first leases, unless they were there once.
     *
     * @param config says how the table is made
     * @param version whether the application may have workers of the library's second version
     */
    void prime(KinesisStream stream, LeaseManagementConfig config, ClientVersionConfig version) {
        leases.make(config);
        Beginning beginning = current(stream);
        if (beginning.state() == State.CLEARING) {
            leases.clear(stream);
            beginning = moveOn(stream, beginning, State.PRIMING);
        }
        if (beginning.state() == State.PRIMING) {
            List<Shard> shards = firstShards(stream, beginning);
            for (int from = 0; from < shards.size() && beginning.state() == State.PRIMING; from += AT_ONCE) {
                leases.add(
                        stream, shards.subList(from, Math.min(shards.size(), from + AT_ONCE)), beginning.checkpoint());
                beginning = current(stream);
            }
            if (version == ClientVersionConfig.CLIENT_VERSION_CONFIG_3X) {
                leases.addVersion(config.workerIdentifier());
            }
            moveOn(stream, beginning, State.COMPLETE);
            LOG.info("first leases are there: stream={} shards={}", stream.name(), shards.size());
        }
    }

    private Beginning moveOn(KinesisStream stream, Beginning beginning, State next) {
        beginnings.replace(stream, beginning, beginning.in(next));
        return current(stream);
    }

    private Beginning current(KinesisStream stream) {
        Beginning beginning = beginnings
                .of(stream)
                .orElseThrow(() -> new IllegalStateException(
                        "what was stored of the stream has vanished meanwhile: stream=" + stream.name()));
        if (!beginning.isOf(stream)) {
            throw new StreamRecreatedException(stream.name(), beginning.created(), stream.created());
        }
        return beginning;
    }

    /** The shards at which reading begins: together they have every hash key, each once. */
    private List<Shard> firstShards(KinesisStream stream, Beginning beginning) {
        Backoff backoff = new Backoff(100, 5_000);
        for (int tried = 1; ; tried++) {
            List<Shard> shards = directory.shards(stream, filter(stream, beginning, tried));
            if (coverAll(shards)) {
                return shards;
            }
            if (tried == TRIES) {
                throw new IllegalStateException("the listed shards do not cover all hash keys: stream=" + stream.name()
                        + " shards=" + shards.size() + " tries=" + TRIES);
            }
            stop.pause(backoff.next());
        }
    }

    /** Moments from before the stream's, or from before its trim horizon, mean the trim horizon. */
    private static ShardFilter filter(KinesisStream stream, Beginning beginning, int tried) {
        boolean moment =
                beginning.moment() != null && beginning.moment().isAfter(stream.created()) && tried <= TRIES / 2;
        return moment
                ? ShardFilter.builder()
                        .type(ShardFilterType.AT_TIMESTAMP)
                        .timestamp(beginning.moment())
                        .build()
                : ShardFilter.builder().type(ShardFilterType.AT_TRIM_HORIZON).build();
    }

    static boolean coverAll(List<Shard> shards) {
        List<HashKeyRange> ranges = shards.stream()
                .map(shard -> HashKeyRange.parse(
                        shard.hashKeyRange().startingHashKey(),
                        shard.hashKeyRange().endingHashKey()))
                .sorted(Comparator.comparing(HashKeyRange::start))
                .toList();
        if (ranges.isEmpty()
                || !ranges.get(0).start().equals(HashKeyRange.ALL.start())
                || !ranges.get(ranges.size() - 1).end().equals(HashKeyRange.ALL.end())) {
            return false;
        }
        for (int index = 1; index < ranges.size(); index++) {
            HashKeyRange before = ranges.get(index - 1);
            if (!before.isAdjacentTo(ranges.get(index))) {
                return false;
            }
        }
        return true;
    }
}
