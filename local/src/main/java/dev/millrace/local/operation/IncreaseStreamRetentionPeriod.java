package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import org.jspecify.annotations.Nullable;

/** IncreaseStreamRetentionPeriod: what was trimmed before does not come back. */
final class IncreaseStreamRetentionPeriod extends Operation {

    private final Streams streams;

    IncreaseStreamRetentionPeriod(Streams streams) {
        super(RetentionPeriod.member(), Member.streamName(), Member.streamArn());
        this.streams = streams;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        int hours = RetentionPeriod.requested(request);
        if (!stream.retention().lengthenTo(hours)) {
            throw RetentionPeriod.refused(stream, hours, "shorter", "DecreaseRetentionPeriod");
        }
        return null;
    }
}
