package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The same Kinesis records read in all the ways there are, which must agree. */
final class EveryWay {

    private EveryWay() {}

    /** What each way gives. */
    static List<DeaggregatedRecord<byte[]>> read(RecordDeaggregator deaggregator, List<byte[]> records) {
        List<DeaggregatedRecord<byte[]>> bulk = deaggregator.deaggregate(records, ByteBuffer::wrap);
        List<DeaggregatedRecord<byte[]>> lazy = new ArrayList<>();
        deaggregator.<byte[]>iterate(records, ByteBuffer::wrap).forEachRemaining(lazy::add);
        assertThat(lazy).as("iterator").isEqualTo(bulk);
        assertThat(deaggregator.<byte[]>stream(records.stream(), ByteBuffer::wrap))
                .as("stream")
                .containsExactlyElementsOf(bulk);
        List<Deaggregation> one =
                records.stream().map(deaggregator::deaggregate).toList();
        assertThat(results(records, one)).as("one by one").isEqualTo(bulk);
        List<Deaggregation> together =
                deaggregator.deaggregate(records.stream().map(ByteBuffer::wrap).toList());
        assertThat(results(records, together)).as("together").isEqualTo(bulk);
        assertThat(scanned(deaggregator.scanner(), records)).as("scanner").isEqualTo(bulk);
        return bulk;
    }

    static List<DeaggregatedRecord<byte[]>> scanned(UserRecordScanner scanner, List<byte[]> records) {
        List<DeaggregatedRecord<byte[]>> results = new ArrayList<>();
        for (byte[] record : records) {
            scanner.scan(ByteBuffer.wrap(record), new Collector(record, results));
        }
        return results;
    }

    private static List<DeaggregatedRecord<byte[]>> results(List<byte[]> records, List<Deaggregation> opened) {
        List<DeaggregatedRecord<byte[]>> results = new ArrayList<>();
        assertThat(opened).hasSameSizeAs(records);
        for (int i = 0; i < opened.size(); i++) {
            byte[] record = records.get(i);
            Deaggregation result = opened.get(i);
            if (result instanceof Deaggregation.Plain plain) {
                results.add(new DeaggregatedRecord.Plain<>(record, plain.data()));
            } else if (result instanceof Deaggregation.Corrupt corrupt) {
                results.add(
                        new DeaggregatedRecord.Corrupt<>(record, corrupt.data(), corrupt.reason(), corrupt.offset()));
            } else if (result instanceof Deaggregation.Aggregated aggregated) {
                results.addAll(inOrder(record, aggregated));
            }
        }
        return results;
    }

    private static List<DeaggregatedRecord<byte[]>> inOrder(byte[] source, Deaggregation.Aggregated aggregated) {
        TreeMap<Integer, DeaggregatedRecord<byte[]>> byNumber = new TreeMap<>();
        aggregated
                .userRecords()
                .forEach(each ->
                        byNumber.put(each.subSequenceNumber(), new DeaggregatedRecord.Aggregated<>(source, each)));
        aggregated
                .leftOut()
                .forEach(
                        each -> byNumber.put(each.subSequenceNumber(), new DeaggregatedRecord.LeftOut<>(source, each)));
        assertThat(byNumber)
                .hasSize(aggregated.userRecords().size() + aggregated.leftOut().size());
        return byNumber.isEmpty() ? List.of(new DeaggregatedRecord.Empty<>(source)) : List.copyOf(byNumber.values());
    }

    /** One to ten Kinesis records of every kind: aggregates, damaged and empty ones, noise. */
    static List<byte[]> randomRecords(SplittableRandom random) {
        List<byte[]> records = new ArrayList<>();
        for (int left = 1 + random.nextInt(10); left > 0; left--) {
            records.add(
                    switch (random.nextInt(8)) {
                        case 0 -> RandomRecords.bytes(random, random.nextInt(60));
                        case 1 -> HandMade.frame(RandomRecords.bytes(random, 1 + random.nextInt(20)));
                        case 2 -> HandMade.frame(HandMade.hex("0A 01 61")); // partition key a and no records
                        case 3 -> withOneByteChanged(RandomRecords.aggregate(random), random);
                        default -> RandomRecords.aggregate(random);
                    });
        }
        return records;
    }

    private static byte[] withOneByteChanged(byte[] bytes, SplittableRandom random) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
        return bytes;
    }

    /** Makes of all that it is shown what the other ways give. */
    private static final class Collector implements UserRecordVisitor {
        private final byte[] source;
        private final List<DeaggregatedRecord<byte[]>> results;

        Collector(byte[] source, List<DeaggregatedRecord<byte[]>> results) {
            this.source = source;
            this.results = results;
        }

        @Override
        public void userRecord(UserRecordView record) {
            results.add(new DeaggregatedRecord.Aggregated<>(source, record.copy()));
        }

        @Override
        public void plain(ByteBuffer data) {
            results.add(new DeaggregatedRecord.Plain<>(source, data));
        }

        @Override
        public void corrupt(ByteBuffer data, String reason, int offset) {
            results.add(new DeaggregatedRecord.Corrupt<>(source, data, reason, offset));
        }

        @Override
        public void empty() {
            results.add(new DeaggregatedRecord.Empty<>(source));
        }

        @Override
        public void leftOut(UserRecordView record) {
            results.add(new DeaggregatedRecord.LeftOut<>(source, record.copy()));
        }
    }
}
