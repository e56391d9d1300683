package dev.millrace.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeliveryLedgerTest {

    private static final String SHARD = "shardId-000000000000";

    private final DeliveryLedger ledger = new DeliveryLedger();

    @Test
    void everythingDeliveredOnceIsNeitherLostNorDouble() {
        ledger.stored(SHARD, "1", 0);
        ledger.stored(SHARD, "1", 1);
        ledger.delivered(SHARD, "1", 0);
        ledger.delivered(SHARD, "2", 0);
        ledger.delivered(SHARD, "1", 1);
        ledger.stored(SHARD, "2", 0);

        assertLedger(0, 0);
        assertThat(ledger.kinesisRecords()).isEqualTo(2);
        assertThat(ledger.stored()).isEqualTo(3);
        assertThat(ledger.deliveries()).isEqualTo(3);
    }

    @Test
    void lossIsNotHiddenByADuplicateElsewhere() {
        ledger.stored(SHARD, "1", 0);
        ledger.stored(SHARD, "1", 1);
        ledger.delivered(SHARD, "1", 0);
        ledger.delivered(SHARD, "1", 0);

        assertLedger(1, 1);
    }

    @Test
    void sameSequenceNumberInAnotherShardIsAnotherRecord() {
        ledger.stored(SHARD, "1", 0);
        ledger.delivered("shardId-000000000001", "1", 0);

        assertLedger(1, 1);
    }

    @Test
    void duplicateBeforeTheAnswerIsCounted() {
        ledger.delivered(SHARD, "1", 3);
        ledger.delivered(SHARD, "1", 3);
        ledger.stored(SHARD, "1", 3);

        assertLedger(0, 1);
    }

    @Test
    void deliveryThatNoPutWasToldOfIsADuplicate() {
        ledger.stored(SHARD, "2", 0);
        ledger.delivered(SHARD, "1", 0);
        ledger.delivered(SHARD, "2", 0);

        assertLedger(0, 1);
    }

    private void assertLedger(long lost, long duplicates) {
        assertThat(ledger.lost()).as("lost").isEqualTo(lost);
        assertThat(ledger.duplicates()).as("duplicates").isEqualTo(duplicates);
    }
}
