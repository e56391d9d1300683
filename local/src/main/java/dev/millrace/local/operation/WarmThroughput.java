package dev.millrace.local.operation;

import dev.millrace.local.stream.BillingCommitments;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.StreamName;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import org.jspecify.annotations.Nullable;

/** Throughput that an on-demand stream is to be ready for: as requests say it, and who may ask. */
final class WarmThroughput {

    private static final String MEBIBYTES = "WarmThroughputMiBps";
    private static final int MAX_MEBIBYTES = 10_240;

    private WarmThroughput() {}

    static Member member() {
        return Member.integer(MEBIBYTES, 0, Integer.MAX_VALUE);
    }

    /** Refuses a request for it if the stream or its account cannot have it; does nothing if it is not asked for. */
    static void check(Request request, StreamName stream, boolean onDemand, BillingCommitments commitments) {
        if (!request.has(MEBIBYTES)) {
            return;
        }
        if (!onDemand) {
            throw ServiceException.validation("Warm throughput is for streams in on-demand mode. Stream "
                    + stream.describe() + " is in provisioned mode.");
        }
        if (!commitments.of(stream.account()).status().holds()) {
            throw ServiceException.validation("Warm throughput needs MinimumThroughputBillingCommitment to be ENABLED"
                    + " for account " + stream.account().id() + ".");
        }
        if (request.integer(MEBIBYTES, 0) > MAX_MEBIBYTES) {
            throw ServiceException.limitExceeded("Warm throughput of " + request.integer(MEBIBYTES, 0)
                    + " MiB per second is over the limit of " + MAX_MEBIBYTES + ".");
        }
    }

    /** Does what a request that was checked asks for. */
    static void apply(Request request, Stream stream) {
        if (request.has(MEBIBYTES)) {
            stream.settings().setWarmMebibytesPerSecond(request.integer(MEBIBYTES, 0));
        }
    }

    /** Null if it was never asked for. */
    static @Nullable Answer of(Stream stream) {
        Integer mebibytes = stream.settings().warmMebibytesPerSecond();
        return mebibytes == null
                ? null
                : Answer.create().with("TargetMiBps", mebibytes).with("CurrentMiBps", mebibytes);
    }
}
