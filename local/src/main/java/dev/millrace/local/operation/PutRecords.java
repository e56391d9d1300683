package dev.millrace.local.operation;

import dev.millrace.local.fault.Fault;
import dev.millrace.local.fault.FaultedCall;
import dev.millrace.local.fault.Faults;
import dev.millrace.local.limit.Limits;
import dev.millrace.local.limit.RateExceeded;
import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.NewRecord;
import dev.millrace.local.stream.PutOutcome;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import dev.millrace.record.HashKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PutRecords: every record is judged before the first is stored. */
final class PutRecords extends Operation {

    private static final int MAX_RECORDS = 500;

    /** Largest request, in bytes of payloads and partition keys. */
    private static final int MAX_BYTES = 10 * 1024 * 1024;

    private final Streams streams;
    private final Faults faults;
    private final Limits limits;

    PutRecords(Streams streams, Faults faults, Limits limits) {
        super(
                Member.list(
                                "Records",
                                List.of(
                                        Member.string("PartitionKey").between(1, 256),
                                        Member.hashKey("ExplicitHashKey"),
                                        Member.of("Data", MemberType.BLOB)
                                                .mandatory()
                                                .between(0, PutRecord.MAX_PAYLOAD)),
                                1,
                                MAX_RECORDS)
                        .mandatory(),
                Member.streamName(),
                Member.streamArn(),
                DryRun.member());
        this.streams = streams;
        this.faults = faults;
        this.limits = limits;
    }

    @Override
    public Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        List<Request> entries = request.structures("Records");
        List<NewRecord> records = new ArrayList<>(entries.size());
        int[] lengths = new int[entries.size()];
        long bytes = 0;
        for (int i = 0; i < entries.size(); i++) {
            Request entry = entries.get(i);
            String path = "records." + (i + 1) + ".member.";
            String partitionKey = RecordPlace.partitionKey(entry, stream, path);
            byte[] payload = entry.requiredBytes("Data");
            lengths[i] = RecordSize.check(partitionKey, payload, path + "data", stream);
            bytes += lengths[i];
            records.add(new NewRecord(RecordPlace.hashKey(entry, stream, partitionKey), partitionKey, payload));
        }
        if (bytes > MAX_BYTES) {
            throw ServiceException.invalidArgument(
                    "Records size exceeds " + MAX_BYTES + " bytes: the request has " + bytes + ".");
        }
        DryRun.end(request);
        FaultedCall call = new FaultedCall(name(), stream.name().name());
        List<@Nullable Map<String, Object>> failures = new ArrayList<>(records.size());
        List<NewRecord> stored = new ArrayList<>(records.size());
        for (int i = 0; i < lengths.length; i++) {
            NewRecord record = records.get(i);
            Fault fault = faults.onRecord(call);
            if (fault == null && !limits.takes(stream, record.hashKey(), lengths[i])) {
                fault = Fault.RECORD_THROTTLE;
            }
            if (fault == null) {
                stored.add(record);
            }
            failures.add(fault == null ? null : failure(fault, stream, record.hashKey()));
        }
        return answer(failures, stream.put(stored));
    }

    /** What became of each record: its failure, or else the next of the outcomes. */
    private static Answer answer(List<@Nullable Map<String, Object>> failures, List<PutOutcome> outcomes) {
        Iterator<PutOutcome> next = outcomes.iterator();
        List<Map<String, Object>> results = new ArrayList<>(failures.size());
        for (Map<String, Object> failure : failures) {
            results.add(failure == null ? stored(next.next()) : failure);
        }
        boolean encrypted = outcomes.stream().anyMatch(PutOutcome::encrypted);
        return Answer.create()
                .with("FailedRecordCount", failures.size() - outcomes.size())
                .with("Records", results)
                .with("EncryptionType", Encryption.ifEncrypted(encrypted));
    }

    private static Map<String, Object> stored(PutOutcome outcome) {
        return Answer.create()
                .with("SequenceNumber", outcome.sequenceNumber().toString())
                .with("ShardId", outcome.shard().id())
                .members();
    }

    private static Map<String, Object> failure(Fault fault, Stream stream, HashKey hashKey) {
        if (fault == Fault.RECORD_FAILURE) {
            return Answer.create()
                    .with("ErrorCode", "InternalFailure")
                    .with("ErrorMessage", "Internal Service Failure")
                    .members();
        }
        return Answer.create()
                .with("ErrorCode", "ProvisionedThroughputExceededException")
                .with(
                        "ErrorMessage",
                        RateExceeded.forShard(stream.shardFor(hashKey).id(), stream.name()))
                .members();
    }
}
