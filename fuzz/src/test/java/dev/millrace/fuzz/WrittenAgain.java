package dev.millrace.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.RecordDeaggregator;
import dev.millrace.record.StoredUserRecord;
import dev.millrace.record.UserRecord;
import java.util.ArrayList;
import java.util.List;

/** User records that were read, written by our writer and read again. */
final class WrittenAgain {

    private static final int MAX_KEY_CHARACTERS = 256;

    private WrittenAgain() {}

    /** Does nothing if one of the partition keys may be read but not put. */
    static void check(List<StoredUserRecord> stored) {
        if (stored.isEmpty() || !stored.stream().allMatch(WrittenAgain::canBePut)) {
            return;
        }
        List<UserRecord> userRecords =
                stored.stream().map(WrittenAgain::userRecord).toList();
        RecordAggregator aggregator = RecordAggregator.builder()
                .layout(AggregationLayout.KPL)
                .frameLoneRecords(true)
                .maxSizeBytes(RecordAggregator.LARGEST_MAX_SIZE)
                .build();
        List<AggregatedRecord> written = new ArrayList<>();
        userRecords.forEach(record -> aggregator.addUserRecord(record).ifPresent(written::add));
        written.addAll(aggregator.clearAndGet());
        List<UserRecord> readAgain = new ArrayList<>();
        for (AggregatedRecord record : written) {
            Deaggregation result = RecordDeaggregator.create().deaggregate(record.data());
            assertThat(result).isInstanceOf(Deaggregation.Aggregated.class);
            ((Deaggregation.Aggregated) result)
                    .userRecords()
                    .forEach(userRecord -> readAgain.add(userRecord(userRecord)));
        }
        assertThat(readAgain).isEqualTo(userRecords);
    }

    private static boolean canBePut(StoredUserRecord record) {
        int characters = record.partitionKey().length();
        return characters > 0 && characters <= MAX_KEY_CHARACTERS;
    }

    private static UserRecord userRecord(StoredUserRecord record) {
        return UserRecord.of(record.partitionKey(), record.explicitHashKey(), record.data())
                .withTags(record.tags());
    }
}
