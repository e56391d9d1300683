package dev.millrace.lambda.local.mapping;

import dev.millrace.lambda.local.FunctionAnswer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Invokes the function with a batch until every record of it is processed or given up. What comes again is the rest from the
 * first record that failed, or the batch, or each half of it; always from the front, so that order is kept.
 */
final class BatchDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(BatchDelivery.class);

    /** Records that are tried together, with what was tried before. */
    private record Piece(
            List<MappedRecord> records,
            int retries,
            int invocations,
            @Nullable String error) {

        Piece part(int from, int to) {
            return new Piece(records.subList(from, to), retries, invocations, error);
        }

        Piece tried(@Nullable String newError) {
            return new Piece(records, retries, invocations + 1, newError);
        }

        Piece retried() {
            return new Piece(records, retries + 1, invocations, error);
        }
    }

    private final MappingSettings settings;
    private final Duration maxAge;
    private final FunctionInvoker function;
    private final EventJson events;
    private final Discards discards;
    private final StopSignal stop;
    private final DoneRecords done;
    private final String shardId;
    private final Pauses pauses;

    BatchDelivery(MappedShard shard, DoneRecords done) {
        this.settings = shard.settings();
        this.maxAge = shard.maxAge();
        this.function = shard.function();
        this.events = new EventJson(shard.streamArn(), shard.shardId());
        this.discards = new Discards(shard);
        this.stop = shard.stop();
        this.done = done;
        this.shardId = shard.shardId();
        this.pauses = new Pauses(settings.firstPause(), settings.longestPause());
    }

    /**
     * Delivers records of one window, or of none.
     *
     * @return the window with the state behind them
     */
    @Nullable
    WindowFrame deliver(List<MappedRecord> batch, @Nullable WindowFrame before)
            throws StoppedException, InterruptedException {
        WindowFrame frame = before;
        Deque<Piece> pieces = new ArrayDeque<>();
        pieces.push(new Piece(batch, 0, 0, null));
        while (!pieces.isEmpty()) {
            Piece piece = withoutExpired(pieces.pop(), frame);
            List<MappedRecord> records = piece.records();
            if (records.isEmpty()) {
                continue;
            }
            byte[] event = frame == null ? events.records(records) : events.window(records, frame, false, false);
            Verdict verdict = invoke(event, records, frame != null);
            if (frame != null && verdict.state() != null) {
                frame = frame.with(verdict.state());
            }
            if (verdict.firstFailed() > 0) {
                done.done(records.subList(0, verdict.firstFailed()), frame);
            }
            if (verdict.firstFailed() < records.size()) {
                again(piece.tried(verdict.error()), verdict, pieces, frame);
            } else {
                pauses.reset();
            }
        }
        return frame;
    }

    /** The event that ends a window, which has no records. */
    void end(WindowFrame frame, boolean early) throws StoppedException, InterruptedException {
        Piece piece = new Piece(List.of(), 0, 0, null);
        Instant expiry = frame.end().plus(maxAge);
        while (true) {
            Verdict verdict = invoke(events.window(List.of(), frame, true, early), List.of(), false);
            if (!verdict.wholeFailure()) {
                pauses.reset();
                return;
            }
            piece = piece.tried(verdict.error());
            String condition = isExhausted(piece)
                    ? DiscardedBatch.RETRIES
                    : settings.clock().instant().isAfter(expiry) ? DiscardedBatch.AGE : null;
            if (condition != null) {
                discards.discard(List.of(), condition, piece.invocations(), piece.error());
                return;
            }
            piece = piece.retried();
            stop.pause(pauses.next());
        }
    }

    private void again(Piece tried, Verdict verdict, Deque<Piece> pieces, @Nullable WindowFrame frame)
            throws StoppedException, InterruptedException {
        Piece rest = tried.part(verdict.firstFailed(), tried.records().size());
        int count = rest.records().size();
        boolean isPart = verdict.firstFailed() > 0;
        if (settings.bisect() && (isPart || (verdict.wholeFailure() && count > 1))) {
            if (isPart) {
                pieces.push(rest);
            } else {
                pieces.push(rest.part(count / 2, count));
                pieces.push(rest.part(0, count / 2));
            }
        } else if (isExhausted(rest)) {
            discards.discard(rest.records(), DiscardedBatch.RETRIES, rest.invocations(), rest.error());
            done.done(rest.records(), frame);
            return;
        } else {
            pieces.push(rest.retried());
        }
        LOG.warn(
                "records come again: shard={} first={} records={} retries={}",
                shardId,
                rest.records().get(0).sequenceNumber(),
                count,
                rest.retries());
        stop.pause(pauses.next());
    }

    private boolean isExhausted(Piece piece) {
        return settings.maxRetries() >= 0 && piece.retries() >= settings.maxRetries();
    }

    /** Gives up those at the front that are too old. */
    private Piece withoutExpired(Piece piece, @Nullable WindowFrame frame)
            throws StoppedException, InterruptedException {
        Instant oldest = settings.clock().instant().minus(maxAge);
        List<MappedRecord> records = piece.records();
        int expired = 0;
        while (expired < records.size() && records.get(expired).arrival().isBefore(oldest)) {
            expired++;
        }
        if (expired == 0) {
            return piece;
        }
        List<MappedRecord> old = records.subList(0, expired);
        discards.discard(old, DiscardedBatch.AGE, piece.invocations(), piece.error());
        done.done(old, frame);
        return piece.part(expired, records.size());
    }

    /** An answer without a state is a failure where one is wanted. */
    private Verdict invoke(byte[] event, List<MappedRecord> records, boolean wantsState)
            throws StoppedException, InterruptedException {
        FunctionAnswer answer = answer(event);
        Verdict verdict = Verdict.of(answer, records, settings.reportBatchItemFailures());
        if (wantsState && verdict.state() == null) {
            verdict = Verdict.failure(verdict.error());
        }
        if (verdict.wholeFailure() && stop.isStopped()) {
            throw new StoppedException();
        }
        settings.listener().invoked(shardId, records.size(), answer, records.size() - verdict.firstFailed());
        return verdict;
    }

    private FunctionAnswer answer(byte[] event) throws StoppedException, InterruptedException {
        while (true) {
            if (stop.isStopped()) {
                throw new StoppedException();
            }
            try {
                return function.invoke(event);
            } catch (IOException e) {
                LOG.warn("function could not be invoked, tried again: shard={}", shardId, e);
                stop.pause(pauses.next());
            }
        }
    }
}
