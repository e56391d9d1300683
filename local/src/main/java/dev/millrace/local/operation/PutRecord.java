package dev.millrace.local.operation;

import dev.millrace.local.limit.Limits;
import dev.millrace.local.limit.RateExceeded;
import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.NewRecord;
import dev.millrace.local.stream.PutOutcome;
import dev.millrace.local.stream.SequenceNumber;
import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import dev.millrace.record.HashKey;
import org.jspecify.annotations.Nullable;

/** PutRecord. */
final class PutRecord extends Operation {

    /** Largest payload that the API knows, in bytes. */
    static final int MAX_PAYLOAD = 10_485_760;

    private final Streams streams;
    private final Limits limits;

    PutRecord(Streams streams, Limits limits) {
        super(
                Member.sequenceNumber("SequenceNumberForOrdering"),
                Member.string("PartitionKey").between(1, 256),
                Member.hashKey("ExplicitHashKey"),
                Member.of("Data", MemberType.BLOB).mandatory().between(0, MAX_PAYLOAD),
                Member.streamName(),
                Member.streamArn(),
                DryRun.member());
        this.streams = streams;
        this.limits = limits;
    }

    @Override
    public Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        String partitionKey = RecordPlace.partitionKey(request, stream, "");
        byte[] payload = request.requiredBytes("Data");
        int length = RecordSize.check(partitionKey, payload, "data", stream);
        checkOrdering(request.text("SequenceNumberForOrdering"), stream);
        HashKey hashKey = RecordPlace.hashKey(request, stream, partitionKey);
        DryRun.end(request);
        if (!limits.takes(stream, hashKey, length)) {
            Shard shard = stream.shardFor(hashKey);
            shard.traffic().throttled();
            throw ServiceException.throughputExceeded(RateExceeded.forShard(shard.id(), stream.name()));
        }
        PutOutcome outcome = stream.put(new NewRecord(hashKey, partitionKey, payload));
        return Answer.create()
                .with("ShardId", outcome.shard().id())
                .with("SequenceNumber", outcome.sequenceNumber().toString())
                .with("EncryptionType", Encryption.ifEncrypted(outcome.encrypted()));
    }

    private static void checkOrdering(@Nullable String number, Stream stream) {
        if (number != null && SequenceNumber.parse(number) == null) {
            throw ServiceException.invalidArgument("ExclusiveMinimumSequenceNumber " + number
                    + " used in PutRecord on stream " + stream.name().describe() + " is invalid.");
        }
    }
}
