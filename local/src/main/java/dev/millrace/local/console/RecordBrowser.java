package dev.millrace.local.console;

import dev.millrace.local.stream.SequenceNumber;
import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.ShardRead;
import dev.millrace.local.stream.StoredRecord;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.ServiceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Looks at records without being counted as a reader. */
final class RecordBrowser {

    static final int MAX_RECORDS = 200;
    static final int MAX_USER_RECORDS = 500;

    private static final String ALL_SHARDS = "all";
    private static final int MAX_SHARDS_AT_ONCE = 64;
    private static final int DEFAULT_RECORDS = 50;
    private static final int DEFAULT_USER_RECORDS = 20;
    private static final int PREVIEW_BYTES = 240;
    private static final int WHOLE_PREVIEW_BYTES = 64 * 1024;
    private static final long MAX_BYTES = 4 * 1024 * 1024;
    private static final RecordView SHORT = new RecordView(PREVIEW_BYTES, 0, DEFAULT_USER_RECORDS);

    private final Streams streams;

    RecordBrowser(Streams streams) {
        this.streams = streams;
    }

    private record Found(Shard shard, StoredRecord record) {}

    /** A page of records: of one shard, where it says how to go on, or of all, by arrival. */
    Map<String, Object> page(Query query) {
        Stream stream = query.stream(streams);
        int limit = query.count("limit", DEFAULT_RECORDS, MAX_RECORDS);
        if (query.required("shard").equals(ALL_SHARDS)) {
            return ofAllShards(stream, query, limit);
        }
        Shard shard = query.shard(stream);
        long from = firstIndex(shard, query, limit);
        ShardRead read = shard.read(from, limit, MAX_BYTES);
        return Answer.create()
                .with(
                        "records",
                        read.records().stream()
                                .map(record -> SHORT.of(shard, record))
                                .toList())
                .with("oldestIndex", shard.firstIndex())
                .with("fromIndex", read.nextIndex() - read.records().size())
                .with("nextIndex", read.nextIndex())
                .with("atTip", read.oldestUnreadMillis() < 0)
                .members();
    }

    private static Map<String, Object> ofAllShards(Stream stream, Query query, int limit) {
        List<Shard> shards = stream.topology().keptShards();
        int leftOut = Math.max(0, shards.size() - MAX_SHARDS_AT_ONCE);
        boolean newest = query.text("from", "latest").equals("latest");
        List<Found> found = new ArrayList<>();
        for (Shard shard : shards.subList(leftOut, shards.size())) {
            shard.read(firstIndex(shard, query, limit), limit, MAX_BYTES)
                    .records()
                    .forEach(record -> found.add(new Found(shard, record)));
        }
        found.sort(Comparator.comparingLong((Found one) -> one.record.arrivalMillis())
                .thenComparingInt(one -> one.shard.index())
                .thenComparingLong(one -> one.record.sequenceNumber().index()));
        int from = newest ? Math.max(0, found.size() - limit) : 0;
        List<Map<String, Object>> records = found.subList(from, Math.min(found.size(), from + limit)).stream()
                .map(one -> SHORT.of(one.shard, one.record))
                .toList();
        return Answer.create()
                .with("records", records)
                .with("shardsLeftOut", leftOut)
                .members();
    }

    /** Where a page begins. A sequence number that the shard has not given begins at the next one that it has. */
    private static long firstIndex(Shard shard, Query query, int limit) {
        return switch (query.text("from", "latest")) {
            case "oldest" -> shard.firstIndex();
            case "latest" -> Math.max(shard.firstIndex(), shard.nextIndex() - limit);
            case "index" -> query.number("value", 1);
            case "time" -> shard.indexAt(query.number("value", 0));
            case "sequence" -> {
                SequenceNumber number = SequenceNumber.parse(query.required("value"));
                if (number == null) {
                    throw ServiceException.validation("The parameter value is no sequence number.");
                }
                if (number.shardIndex() != shard.index()) {
                    throw ServiceException.validation("The sequence number is not of " + shard.id() + ".");
                }
                yield number.index();
            }
            default ->
                throw ServiceException.validation(
                        "The parameter from is none of: oldest, latest, index, time, sequence.");
        };
    }

    /** One record, with much of its bytes and those of its user records that are asked for. */
    Map<String, Object> record(Query query) {
        Stream stream = query.stream(streams);
        Shard shard = query.shard(stream);
        long index = query.number("index", 0);
        List<StoredRecord> read = shard.read(index, 1, MAX_BYTES).records();
        if (read.isEmpty() || read.get(0).sequenceNumber().index() != index) {
            throw ServiceException.resourceNotFound("The record is not there, or not any more.");
        }
        boolean whole = query.text("user") != null;
        int from = (int) Math.min(Integer.MAX_VALUE, query.number(whole ? "user" : "offset", 0));
        int count = whole ? 1 : query.count("limit", DEFAULT_USER_RECORDS, MAX_USER_RECORDS);
        int bytes = whole || count == 1 ? WHOLE_PREVIEW_BYTES : PREVIEW_BYTES;
        return new RecordView(bytes, from, count).of(shard, read.get(0));
    }
}
