package dev.millrace.local.operation;

import dev.millrace.local.stream.Stream;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;

/** Whether a stream places records by their keys, or itself: as requests and answers say it. */
final class RecordDistribution {

    private static final String STRATEGY = "RecordDistributionStrategy";
    private static final String BY_THE_STREAM = "AUTO";
    private static final String BY_KEY = "USER_PARTITION_KEY";

    private RecordDistribution() {}

    static Member member() {
        return Member.string(STRATEGY).oneOf(BY_THE_STREAM, BY_KEY);
    }

    static String of(Stream stream) {
        return stream.settings().spreadingRecords() ? BY_THE_STREAM : BY_KEY;
    }

    /** Does what a request asks for, if it asks for any strategy. */
    static void apply(Request request, Stream stream) {
        String strategy = request.text(STRATEGY);
        if (strategy == null) {
            return;
        }
        boolean spreading = strategy.equals(BY_THE_STREAM);
        if (spreading && !stream.onDemand()) {
            throw ServiceException.invalidArgument("RecordDistributionStrategy " + BY_THE_STREAM
                    + " is for streams in on-demand mode. Stream "
                    + stream.name().describe()
                    + " is in provisioned mode.");
        }
        stream.settings().setSpreadingRecords(spreading);
    }
}
