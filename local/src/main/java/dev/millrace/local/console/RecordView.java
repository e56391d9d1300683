package dev.millrace.local.console;

import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.StoredRecord;
import dev.millrace.local.wire.Answer;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordDeaggregator;
import dev.millrace.record.StoredUserRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kinesis record as the page shows it, with the user records that are in it.
 *
 * @param previewBytes bytes of each payload that are shown
 * @param firstUserRecord index of the first user record that is shown
 * @param userRecordCount so many user records are shown at most
 */
record RecordView(int previewBytes, int firstUserRecord, int userRecordCount) {

    /** Takes bytes apart that have the magic and not the digest, which readers leave alone. */
    private static final RecordDeaggregator TRUSTING =
            RecordDeaggregator.builder().verifyDigest(false).build();

    Map<String, Object> of(Shard shard, StoredRecord record) {
        Answer answer = Answer.create()
                .with("shard", shard.id())
                .with("index", record.sequenceNumber().index())
                .with("sequenceNumber", record.sequenceNumber().toString())
                .with("arrivalMillis", record.arrivalMillis())
                .with("partitionKey", record.partitionKey())
                .with("encrypted", record.encrypted() ? true : null);
        Deaggregation parts = RecordDeaggregator.create().deaggregate(record.data());
        if (parts instanceof Deaggregation.Aggregated aggregated) {
            addUserRecords(answer, shard, aggregated);
        } else if (parts instanceof Deaggregation.Corrupt corrupt) {
            answer.with("kind", "corrupt")
                    .with("digest", "matches")
                    .with("reason", corrupt.reason())
                    .with("offset", corrupt.offset());
        } else {
            boolean framed = TRUSTING.deaggregate(record.data()) instanceof Deaggregation.Aggregated;
            answer.with("kind", "plain").with("digest", framed ? "differs" : null);
        }
        return answer.with("preview", Preview.of(record.data(), previewBytes)).members();
    }

    private void addUserRecords(Answer answer, Shard shard, Deaggregation.Aggregated aggregated) {
        List<StoredUserRecord> all = aggregated.userRecords();
        int from = Math.min(firstUserRecord, all.size());
        int to = (int) Math.min(all.size(), (long) from + userRecordCount);
        long outside = all.stream()
                .filter(userRecord -> !shard.hashKeys().contains(userRecord.hashKey()))
                .count();
        answer.with("kind", "aggregated")
                .with("digest", "matches")
                .with("pinned", aggregated.pinned())
                .with("userRecordCount", all.size())
                .with("outsideCount", outside)
                .with(
                        "userRecords",
                        all.subList(from, to).stream()
                                .map(userRecord -> userRecord(shard, userRecord))
                                .toList());
    }

    private Map<String, Object> userRecord(Shard shard, StoredUserRecord userRecord) {
        HashKey own = userRecord.explicitHashKey();
        boolean outside = !shard.hashKeys().contains(userRecord.hashKey());
        return Answer.create()
                .with("subSequenceNumber", userRecord.subSequenceNumber())
                .with("partitionKey", userRecord.partitionKey())
                .with("explicitHashKey", own == null ? null : own.toString())
                .with("hashKey", userRecord.hashKey().toString())
                .with("outside", outside ? true : null)
                .with("tags", tags(userRecord))
                .with("preview", Preview.of(userRecord.data(), previewBytes))
                .members();
    }

    /** As texts such as {@code key=value}; null if there are none. */
    private static @Nullable List<String> tags(StoredUserRecord userRecord) {
        List<String> tags = userRecord.tags().stream()
                .map(tag -> tag.value() == null ? tag.key() : tag.key() + "=" + tag.value())
                .toList();
        return tags.isEmpty() ? null : tags;
    }
}
