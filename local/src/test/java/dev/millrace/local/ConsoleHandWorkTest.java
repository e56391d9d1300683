package dev.millrace.local;

import static dev.millrace.local.ConsoleClient.arn;
import static dev.millrace.local.ConsoleClient.list;
import static dev.millrace.local.ConsoleClient.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.fault.Fault;
import dev.millrace.local.fault.FaultPolicy;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person does in the console, and who may not. */
class ConsoleHandWorkTest {

    private static final String MIDDLE = "170141183460469231731687303715884105728";

    private final LocalKinesis kinesis = LocalKinesis.start();
    private final ConsoleClient console = new ConsoleClient(kinesis.endpoint());

    @AfterEach
    void stop() {
        kinesis.close();
    }

    private HttpResponse<byte[]> done(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).as(RawHttp.text(response)).isEqualTo(200);
        return response;
    }

    private void create(String name) {
        done(console.operate("CreateStream", "{\"StreamName\":\"" + name + "\",\"ShardCount\":1}"));
    }

    private long shardCount(String name) {
        return list(console.view("stream", "arn", arn(name)), "shards").size();
    }

    @Test
    void aStreamIsMadePutToReshapedAndDeleted() {
        create("orders");
        String put = "{\"StreamARN\":\"" + arn("orders") + "\",\"PartitionKey\":\"key\",\"Data\":\"aGVsbG8=\"}";
        assertThat(tree(done(console.operate("PutRecord", put)))).containsEntry("ShardId", "shardId-000000000000");
        done(console.operate(
                "SplitShard",
                "{\"StreamARN\":\"" + arn("orders")
                        + "\",\"ShardToSplit\":\"shardId-000000000000\",\"NewStartingHashKey\":\"" + MIDDLE + "\"}"));
        assertThat(shardCount("orders")).isEqualTo(3);
        done(
                console.operate(
                        "MergeShards",
                        "{\"StreamARN\":\"" + arn("orders")
                                + "\",\"ShardToMerge\":\"shardId-000000000001\",\"AdjacentShardToMerge\":\"shardId-000000000002\"}"));
        assertThat(shardCount("orders")).isEqualTo(4);
        done(console.operate("DeleteStream", "{\"StreamARN\":\"" + arn("orders") + "\"}"));
        assertThat(list(console.view("streams"), "streams")).isEmpty();
    }

    @Test
    void aStreamIsMadeInTheAccountAndRegionThatIsNamed() {
        done(console.operate(
                "CreateStream", "{\"StreamName\":\"theirs\"}", "account", "111122223333", "region", "eu-central-1"));
        assertThat(list(console.view("streams"), "streams"))
                .singleElement()
                .satisfies(stream -> assertThat(stream)
                        .containsEntry("arn", "arn:aws:kinesis:eu-central-1:111122223333:stream/theirs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"account=12", "account=arn:aws", "region=..%2f", "region=EU", "region="})
    void noOtherAccountsAndRegionsAreTaken(String parameter) {
        String[] parts = parameter.split("=", 2);
        HttpResponse<byte[]> response =
                console.operate("CreateStream", "{\"StreamName\":\"orders\"}", parts[0], parts[1]);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(tree(response)).containsEntry("error", "ValidationException");
    }

    @Test
    void errorsAreTheServicesOwn() {
        create("orders");
        HttpResponse<byte[]> again = console.operate("CreateStream", "{\"StreamName\":\"orders\",\"ShardCount\":1}");
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(tree(again))
                .containsEntry("error", "ResourceInUseException")
                .containsEntry("message", "Stream orders under account 000000000000 already exists.");
        assertThat(tree(console.operate("CreateStream", "{\"StreamName\":\"a/b\"}")))
                .containsEntry("error", "ValidationException");
        assertThat(tree(console.operate("PutRecord", "["))).containsEntry("error", "SerializationException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ListStreams", "GetRecords", "SubscribeToShard", "PutRecords", "none", "", "..", "CreateStream/"
            })
    void nothingElseIsDoneByHand(String operation) {
        HttpResponse<byte[]> response = console.operate(operation, "{}");
        assertThat(response.statusCode()).isIn(400, 403);
        assertThat(RawHttp.text(response)).containsAnyOf("UnknownOperationException", "AccessDeniedException");
    }

    @Test
    void withoutTheHeaderNothingIsDone() {
        HttpResponse<byte[]> response =
                console.http.send(console.post("CreateStream", "{\"StreamName\":\"orders\",\"ShardCount\":1}"));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(tree(response)).containsEntry("error", "AccessDeniedException");
        assertThat(list(console.view("streams"), "streams")).isEmpty();
    }

    @Test
    void bodiesAreBounded() throws Exception {
        String large = "{\"StreamName\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}";
        HttpResponse<byte[]> response = console.operate("CreateStream", large);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(tree(response)).containsEntry("error", "RequestTooLarge");
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write(String.join(
                    "\r\n",
                    "POST /_millrace/api/operations/PutRecord HTTP/1.1",
                    "Host: localhost",
                    "X-Millrace-Control: 1",
                    "Transfer-Encoding: chunked",
                    "",
                    ""));
            byte[] chunk = ("100000\r\n" + "x".repeat(0x100000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            connection.write(chunk);
            connection.write(chunk);
            // No more than the byte that is too many: what follows would meet a closed connection.
            connection.write("1\r\nx");
            assertThat(connection.reply().status()).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void deepBodiesAreRefused(String opening) {
        HttpResponse<byte[]> response = console.operate("CreateStream", "{\"a\":" + opening.repeat(100_000));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(tree(response)).containsEntry("error", "SerializationException");
    }

    @Test
    void faultsDoNotComeToWhatIsDoneByHand() {
        kinesis.faults(FaultPolicy.builder().rule(Fault.INTERNAL_FAILURE, 1).build());
        create("orders");
    }
}
