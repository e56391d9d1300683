package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A scanner and what its visitors may do. */
class UserRecordScannerUseTest {

    private static final byte[] PAIR = HandMade.frame(HandMade.hex(
            "0A 01 61", // partition key table, entry 0: a
            "12 01 37", // explicit hash key table, entry 0: 7
            "1A 05 08 00 1A 01 AA", // record: key 0
            "1A 07 08 00 10 00 1A 01 BB")); // record: key 0, explicit hash key 0

    private final UserRecordScanner scanner = RecordDeaggregator.create().scanner();

    @Test
    void useByTheOwnVisitorIsRefused() {
        List<Integer> shown = new ArrayList<>();
        UserRecordsOnly visitor = view -> {
            shown.add(view.subSequenceNumber());
            // A refusal must not end the state of being in use.
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> scanner.scan(ByteBuffer.wrap(PAIR), (UserRecordsOnly) inner -> shown.add(-1)))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("in use");
            }
        };
        scanner.scan(ByteBuffer.wrap(PAIR), visitor);
        assertThat(shown).containsExactly(0, 1);
    }

    @Test
    void anotherScannerMayBeUsedByAVisitor() {
        UserRecordScanner another = RecordDeaggregator.create().scanner();
        List<Integer> shown = new ArrayList<>();
        UserRecordsOnly inner = view -> shown.add(view.subSequenceNumber());
        UserRecordsOnly outer = view -> another.scan(ByteBuffer.wrap(PAIR), inner);
        scanner.scan(ByteBuffer.wrap(PAIR), outer);
        assertThat(shown).containsExactly(0, 1, 0, 1);
    }

    @Test
    void scannerServesAgainAfterItsVisitorThrew() {
        UserRecordsOnly failing = view -> {
            throw new IllegalArgumentException("enough");
        };
        assertThatThrownBy(() -> scanner.scan(ByteBuffer.wrap(PAIR), failing)).hasMessage("enough");
        // These visitors throw at what is no user record.
        assertThatThrownBy(() -> scanner.scan(ByteBuffer.wrap(new byte[1]), failing))
                .hasMessage("plain");
        assertThatThrownBy(() -> scanner.scan(ByteBuffer.wrap(HandMade.frame(new byte[] {0})), failing))
                .hasMessage("corrupt");
        assertThat(EveryWay.scanned(scanner, List.of(PAIR)))
                .isEqualTo(EveryWay.scanned(RecordDeaggregator.create().scanner(), List.of(PAIR)))
                .hasSize(2);
    }

    @Test
    void emptyAggregateNeedsNoVisitorOfItsOwn() {
        UserRecordsOnly none = view -> {
            throw new AssertionError("user record");
        };
        scanner.scan(ByteBuffer.wrap(HandMade.frame(HandMade.hex("0A 01 61"))), none);
    }

    @Test
    void userRecordLeftOutIsAnErrorUnlessTheVisitorTakesIt() {
        UserRecordScanner filtering = RecordDeaggregator.builder()
                .only(HashKeyRange.only(HashKey.of(0, 7)))
                .build()
                .scanner();
        List<Integer> shown = new ArrayList<>();
        UserRecordsOnly visitor = view -> shown.add(view.subSequenceNumber());
        assertThatThrownBy(() -> filtering.scan(ByteBuffer.wrap(PAIR), visitor))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("partitionKey=a");
        assertThat(shown).isEmpty();
        assertThat(EveryWay.scanned(filtering, List.of(PAIR)))
                .extracting(DeaggregatedRecord::getClass)
                .containsExactly(DeaggregatedRecord.LeftOut.class, DeaggregatedRecord.Aggregated.class);
    }
}
