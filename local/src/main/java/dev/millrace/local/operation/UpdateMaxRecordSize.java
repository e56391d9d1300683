package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import org.jspecify.annotations.Nullable;

/** UpdateMaxRecordSize: records that are stored already stay. */
final class UpdateMaxRecordSize extends Operation {

    private final Streams streams;

    UpdateMaxRecordSize(Streams streams) {
        super(RecordSize.member().mandatory(), Member.streamArn());
        this.streams = streams;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        RecordSize.apply(request, stream);
        return null;
    }
}
