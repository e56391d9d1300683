package dev.millrace.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.record.HashKey;
import dev.millrace.record.UserRecord;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class UserRecordJsonTest {

    private static final ObjectMapper JACKSON = new ObjectMapper();

    @Test
    void aggregatedRecordHasTheDictionaryOfThePythonLibrary() {
        UserRecord put = UserRecord.of("key", HashKey.parse("170141183460469231731687303715884105728"), "RECORD 22");

        LambdaUserRecord record = UserRecords.of(List.of(Events.aggregate(5, List.of(put))))
                .toList()
                .get(0);

        assertThat(record.toJson())
                .isEqualTo("{\"eventVersion\":\"1.0\",\"eventID\":\"shardId-000000000006:1005\",\"kinesis\":{"
                        + "\"partitionKey\":\"key\",\"explicitHashKey\":\"170141183460469231731687303715884105728\","
                        + "\"data\":\"UkVDT1JEIDIy\",\"kinesisSchemaVersion\":\"1.0\",\"sequenceNumber\":\"1005\","
                        + "\"subSequenceNumber\":0,\"aggregated\":true},"
                        + "\"invokeIdentityArn\":\"arn:aws:iam::123456789012:role/lambda-role\","
                        + "\"eventName\":\"aws:kinesis:record\","
                        + "\"eventSourceARN\":\"arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream\","
                        + "\"eventSource\":\"aws:kinesis\",\"awsRegion\":\"us-east-2\"}");
    }

    @Test
    void plainAndCorruptRecordsHaveTheSameShape() throws IOException {
        List<LambdaUserRecord> records =
                UserRecords.of(List.of(Events.plain(1, "x"), Events.corrupt(2))).toList();

        JsonNode plain = JACKSON.readTree(records.get(0).toJson());
        JsonNode corrupt = JACKSON.readTree(records.get(1).toJson());

        assertThat(plain.at("/kinesis/aggregated").booleanValue()).isFalse();
        assertThat(plain.at("/kinesis/subSequenceNumber").intValue()).isZero();
        assertThat(plain.at("/kinesis/explicitHashKey").isNull()).isTrue();
        assertThat(plain.at("/kinesis/corruptReason").isMissingNode()).isTrue();
        assertThat(corrupt.at("/kinesis/corruptReason").textValue()).contains("offset=");
        assertThat(corrupt.at("/kinesis/data").binaryValue()).isEqualTo(Events.corruptBytes());
    }

    @Test
    void anyBytesAndAnyKeyComeBackFromTheText() throws IOException {
        SplittableRandom random = Seed.random();
        for (int round = 0; round < 300; round++) {
            byte[] data = new byte[random.nextInt(300)];
            random.nextBytes(data);
            String key = key(random);
            KinesisEventRecord aggregate = Events.aggregate(1, List.of(UserRecord.of(key, data)));
            KinesisEventRecord plain = Events.record(2, key, data);

            for (LambdaUserRecord record : UserRecords.of(List.of(aggregate, plain))) {
                JsonNode json = JACKSON.readTree(record.toJson());
                assertThat(json.at("/kinesis/data").binaryValue()).isEqualTo(data);
                assertThat(json.at("/kinesis/partitionKey").textValue()).isEqualTo(key);
            }
        }
    }

    /** Of any characters but halves of pairs, which no stored key has. */
    private static String key(SplittableRandom random) {
        int[] characters = random.ints(1 + random.nextInt(40), 0, 0x10FFFF)
                .map(c -> random.nextBoolean() ? c % 0x80 : c)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .toArray();
        return "k" + new String(characters, 0, characters.length);
    }
}
