package dev.millrace.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.record.DeaggregatedRecord;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import dev.millrace.record.RecordDeaggregator;
import dev.millrace.record.StoredUserRecord;
import dev.millrace.record.UserRecordView;
import dev.millrace.record.UserRecordVisitor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The other ways to read the same bytes: they say the same. */
final class WaysOfReading {

    private static final RecordDeaggregator VERIFYING = RecordDeaggregator.create();
    private static final RecordDeaggregator TRUSTING =
            RecordDeaggregator.builder().verifyDigest(false).build();
    private static final RecordDeaggregator LOWER_HALF = RecordDeaggregator.builder()
            .only(new HashKeyRange(HashKey.MIN, HashKey.of(Long.MAX_VALUE, -1)))
            .build();

    private WaysOfReading() {}

    static void check(byte[] bytes, Deaggregation expected) {
        assertThat(listed(VERIFYING, bytes)).isEqualTo(described(expected));
        assertThat(scanned(VERIFYING, bytes)).isEqualTo(described(expected));
        Deaggregation trusting = TRUSTING.deaggregate(bytes);
        if (!(expected instanceof Deaggregation.Plain)) {
            assertThat(described(trusting)).isEqualTo(described(expected));
        }
        assertThat(trusting instanceof Deaggregation.Corrupt).isEqualTo(expected instanceof Deaggregation.Corrupt);
        assertThat(scanned(TRUSTING, bytes)).isEqualTo(described(trusting));
        if (expected instanceof Deaggregation.Aggregated aggregated) {
            checkFilter(bytes, aggregated);
        }
    }

    private static void checkFilter(byte[] bytes, Deaggregation.Aggregated expected) {
        Deaggregation.Aggregated filtered = (Deaggregation.Aggregated) LOWER_HALF.deaggregate(bytes);
        List<StoredUserRecord> together = new ArrayList<>(filtered.userRecords());
        assertThat(together).allMatch(record -> record.hashKey().high() >= 0);
        assertThat(filtered.leftOut()).allMatch(record -> record.hashKey().high() < 0);
        together.addAll(filtered.leftOut());
        assertThat(together).hasSameSizeAs(expected.userRecords());
        together.forEach(
                record -> assertThat(record).isEqualTo(expected.userRecords().get(record.subSequenceNumber())));
    }

    private static List<String> listed(RecordDeaggregator deaggregator, byte[] bytes) {
        List<String> results = new ArrayList<>();
        for (DeaggregatedRecord<byte[]> result : deaggregator.deaggregate(List.of(bytes), ByteBuffer::wrap)) {
            assertThat(result.source()).isSameAs(bytes);
            if (result instanceof DeaggregatedRecord.Aggregated<byte[]> aggregated) {
                assertThat(aggregated.subSequenceNumber()).isEqualTo(results.size());
                results.add(described(aggregated.userRecord()));
            } else if (result instanceof DeaggregatedRecord.Corrupt<byte[]> corrupt) {
                results.add(corrupt.reason() + corrupt.offset());
            } else {
                results.add(result instanceof DeaggregatedRecord.Plain<byte[]> ? "plain" : "empty");
            }
        }
        return results;
    }

    private static List<String> scanned(RecordDeaggregator deaggregator, byte[] bytes) {
        List<String> results = new ArrayList<>();
        deaggregator.scanner().scan(ByteBuffer.wrap(bytes), new UserRecordVisitor() {
            @Override
            public void userRecord(UserRecordView record) {
                results.add(described(record.copy()));
                assertThat(record.data()).isEqualTo(record.copy().data());
                assertThat(record.hashKey()).isEqualTo(record.copy().hashKey());
                assertThat(record.tags()).isEqualTo(record.copy().tags());
            }

            @Override
            public void plain(ByteBuffer data) {
                results.add("plain");
            }

            @Override
            public void corrupt(ByteBuffer data, String reason, int offset) {
                results.add(reason + offset);
            }

            @Override
            public void empty() {
                results.add("empty");
            }
        });
        return results;
    }

    private static List<String> described(Deaggregation result) {
        if (result instanceof Deaggregation.Plain) {
            return List.of("plain");
        }
        if (result instanceof Deaggregation.Corrupt corrupt) {
            return List.of(corrupt.reason() + corrupt.offset());
        }
        List<StoredUserRecord> userRecords = ((Deaggregation.Aggregated) result).userRecords();
        return userRecords.isEmpty()
                ? List.of("empty")
                : userRecords.stream().map(WaysOfReading::described).toList();
    }

    private static String described(StoredUserRecord record) {
        return record + " " + record.data().hashCode() + " " + record.tags();
    }
}
