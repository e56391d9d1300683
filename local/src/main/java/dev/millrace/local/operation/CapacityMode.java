package dev.millrace.local.operation;

import dev.millrace.local.stream.Stream;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import java.util.List;

/** Who decides on a stream's shards: as requests say it, and where it matters. */
final class CapacityMode {

    private static final String DETAILS = "StreamModeDetails";

    private CapacityMode() {}

    static Member member() {
        return Member.structure(
                DETAILS, List.of(Member.string("StreamMode").mandatory().oneOf("PROVISIONED", "ON_DEMAND")));
    }

    static boolean onDemand(Request details) {
        return details.requiredText("StreamMode").equals("ON_DEMAND");
    }

    static void requireProvisioned(Stream stream) {
        if (stream.onDemand()) {
            throw ServiceException.validation(
                    "Request is invalid. Stream " + stream.name().describe() + " is in On-Demand mode.");
        }
    }
}
