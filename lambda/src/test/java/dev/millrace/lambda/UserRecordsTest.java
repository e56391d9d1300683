package dev.millrace.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordTag;
import dev.millrace.record.UserRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UserRecordsTest {

    @Test
    void userRecordTellsWhatTheEventTellsAndWhatItsAggregateTells() {
        UserRecord put = UserRecord.of("key", HashKey.MAX, "data").withTags(List.of(new RecordTag("t", "v")));
        KinesisEvent event = Events.event(Events.aggregate(5, List.of(put)));

        LambdaUserRecord record = UserRecords.of(event).toList().get(0);

        assertThat(record.kind()).isEqualTo(RecordKind.AGGREGATED);
        assertThat(record.aggregated()).isTrue();
        assertThat(record.partitionKey()).isEqualTo("key");
        assertThat(record.explicitHashKey()).isEqualTo(HashKey.MAX);
        assertThat(record.tags()).containsExactly(new RecordTag("t", "v"));
        assertThat(record.text()).isEqualTo("data");
        assertThat(record.data().isReadOnly()).isTrue();
        assertThat(record.sequenceNumber()).isEqualTo("1005");
        assertThat(record.idempotencyKey()).isEqualTo("1005/0");
        assertThat(record.shardId()).isEqualTo("shardId-000000000006");
        assertThat(record.eventId()).isEqualTo("shardId-000000000006:1005");
        assertThat(record.eventVersion()).isEqualTo("1.0");
        assertThat(record.eventName()).isEqualTo("aws:kinesis:record");
        assertThat(record.eventSource()).isEqualTo("aws:kinesis");
        assertThat(record.eventSourceArn()).endsWith("stream/lambda-stream");
        assertThat(record.invokeIdentityArn()).endsWith("role/lambda-role");
        assertThat(record.awsRegion()).isEqualTo("us-east-2");
        assertThat(record.kinesisSchemaVersion()).isEqualTo("1.0");
        assertThat(record.approximateArrival()).isEqualTo(Instant.parse("2018-12-17T22:10:50.987Z"));
        assertThat(record.toUserRecord()).isEqualTo(put);
    }

    @Test
    void idempotencyKeysTellUserRecordsOfOneAggregateApart() {
        KinesisEvent event = Events.event(Events.aggregate(5, "a", "b"), Events.plain(6, "c"));

        assertThat(UserRecords.of(event).stream().map(LambdaUserRecord::idempotencyKey))
                .containsExactly("1005/0", "1005/1", "1006/0");
    }

    @Test
    void pinIsNoHashKeyOfTheCaller() {
        LambdaUserRecord record = UserRecords.of(Events.event(Events.aggregate(1, "a", "b")))
                .toList()
                .get(1);

        assertThat(record.pinned()).isTrue();
        assertThat(record.explicitHashKey()).isNull();
        assertThat(record.toUserRecord().explicitHashKey()).isNull();
    }

    @Test
    void recordIsTakenApartWhenItIsAskedFor() {
        KinesisEventRecord broken = Events.plain(2, "x");
        broken.getKinesis().setData(null);

        Iterator<LambdaUserRecord> records = UserRecords.of(Events.event(Events.aggregate(1, "a", "b"), broken))
                .iterator();

        assertThat(records.next().text()).isEqualTo("a");
        assertThat(records.next().text()).isEqualTo("b");
        assertThatThrownBy(records::next)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("event record without data: sequenceNumber=1002");
    }

    @Test
    void eventForOtherLibrariesHasUserRecordsUnderSequenceNumbersThatLambdaKnows() {
        KinesisEvent event = Events.event(Events.aggregate(1, "a", "b"), Events.plain(2, "c"));

        KinesisEvent opened = UserRecords.of(event).toEvent();

        assertThat(opened.getRecords())
                .extracting(record -> record.getKinesis().getSequenceNumber())
                .containsExactly("1001", "1001", "1002");
        assertThat(opened.getRecords())
                .extracting(record -> record.getKinesis().getPartitionKey())
                .containsExactly("key-a", "key-b", "plain-key");
        assertThat(opened.getRecords())
                .extracting(record -> StandardCharsets.UTF_8
                        .decode(record.getKinesis().getData().duplicate())
                        .toString())
                .containsExactly("a", "b", "c");
        assertThat(opened.getRecords())
                .allSatisfy(record -> assertThat(record.getEventSourceARN()).endsWith("lambda-stream"));
        assertThat(event.getRecords()).hasSize(2);
    }

    @Test
    void partOfABufferIsItsRecord() {
        KinesisEventRecord record = Events.plain(1, "x");
        record.getKinesis()
                .setData(ByteBuffer.wrap("--data--".getBytes(StandardCharsets.UTF_8))
                        .position(2)
                        .limit(6));

        LambdaUserRecord read = UserRecords.of(List.of(record)).toList().get(0);

        assertThat(read.text()).isEqualTo("data");
        assertThat(read.bytes()).hasSize(4);
        assertThat(record.getKinesis().getData().position()).isEqualTo(2);
    }
}
