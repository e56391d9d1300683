package dev.millrace.producer;

import dev.millrace.record.DeaggregatedRecord;
import dev.millrace.record.RecordDeaggregator;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * What a reader sees that goes along the lineage, with each number's first delivery counted.
 *
 * @param distinct numbers that were found
 * @param repeats of those
 * @param inversions numbers that stand behind a larger one of their key
 */
record Inversions(int distinct, int repeats, int inversions) {

    /** Reads a stream whose payloads are numbers below a limit. A child's index is larger than its parents'. */
    static Inversions in(TestStream stream, int limit) {
        Map<String, Integer> last = new HashMap<>();
        BitSet seen = new BitSet(limit);
        int repeats = 0;
        int inversions = 0;
        for (Shard shard : stream.shards()) {
            Iterator<DeaggregatedRecord<Record>> found = RecordDeaggregator.create()
                    .deaggregate(
                            stream.read(shard.shardId()),
                            record -> record.data().asByteBuffer())
                    .iterator();
            while (found.hasNext()) {
                DeaggregatedRecord<Record> next = found.next();
                int number = number(next);
                if (seen.get(number)) {
                    repeats++;
                    continue;
                }
                seen.set(number);
                Integer before = last.put(partitionKey(next), number);
                if (before != null && before > number) {
                    inversions++;
                }
            }
        }
        return new Inversions(seen.cardinality(), repeats, inversions);
    }

    private static String partitionKey(DeaggregatedRecord<Record> record) {
        return record instanceof DeaggregatedRecord.Aggregated<Record> aggregated
                ? aggregated.userRecord().partitionKey()
                : record.source().partitionKey();
    }

    private static int number(DeaggregatedRecord<Record> record) {
        ByteBuffer data;
        if (record instanceof DeaggregatedRecord.Aggregated<Record> aggregated) {
            data = aggregated.userRecord().data();
        } else if (record instanceof DeaggregatedRecord.Plain<Record> plain) {
            data = plain.data();
        } else {
            throw new AssertionError("neither aggregated nor plain: " + record);
        }
        return Integer.parseInt(Texts.text(data));
    }
}
