package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;

/** What the SDK's own clients sign, over HTTP/1.1, HTTP/2 and TLS, and who is turned away. */
@Timeout(60)
class SignatureTest {

    private static final String ID = "AKIDEXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final AwsCredentials RIGHT = AwsBasicCredentials.create(ID, SECRET);
    private static final String NO_MATCH = "The request signature we calculated does not match the signature you"
            + " provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for"
            + " details.";

    private static LocalKinesis kinesis;

    @BeforeAll
    static void start() {
        kinesis = LocalKinesis.builder()
                .credentials(ID, SECRET)
                .credentials("123456789012", "another secret")
                .start();
    }

    @AfterAll
    static void stop() {
        kinesis.close();
    }

    @ParameterizedTest
    @EnumSource(ClientForm.class)
    void whoHasTheKeyIsServed(ClientForm form) {
        try (KinesisClient client = form.openSigning(kinesis.endpoint(), RIGHT)) {
            StreamUnderTest stream = StreamUnderTest.create(client, "served-" + form, 1);
            stream.put("ключ", "data");
            assertThat(StreamUnderTest.texts(stream.fromStart(StreamUnderTest.SHARD_0)))
                    .containsExactly("data");
        }
    }

    @Test
    void anEmptyBodyOfAnAnswerAndOneOfAQuarterMebibyteAreSignedToo() {
        try (KinesisClient client = ClientForm.ASYNC_JSON.openSigning(kinesis.endpoint(), RIGHT)) {
            StreamUnderTest stream = StreamUnderTest.create(client, "large", 1);
            stream.put("key", "x".repeat(256 * 1024));
            client.deleteStream(request -> request.streamName("large"));
        }
    }

    @ParameterizedTest
    @EnumSource(ClientForm.class)
    void anotherSecretIsRefused(ClientForm form) {
        assertThat(refusal(form, AwsBasicCredentials.create(ID, SECRET + "x")))
                .isEqualTo("InvalidSignatureException: " + NO_MATCH);
        assertThat(refusal(form, AwsBasicCredentials.create("123456789012", SECRET)))
                .isEqualTo("InvalidSignatureException: " + NO_MATCH);
    }

    @ParameterizedTest
    @EnumSource(ClientForm.class)
    void anUnknownKeyIsRefused(ClientForm form) {
        assertThat(refusal(form, AwsBasicCredentials.create("AKIDOTHER", SECRET)))
                .isEqualTo("UnrecognizedClientException: The security token included in the request is invalid.");
    }

    @Test
    void aSessionTokenPasses() {
        for (ClientForm form : ClientForm.values()) {
            try (KinesisClient client =
                    form.openSigning(kinesis.endpoint(), AwsSessionCredentials.create(ID, SECRET, "token/+=="))) {
                client.listStreams();
            }
        }
    }

    @Test
    void keysOfSeveralAccountsSeeTheirOwnStreams() {
        try (KinesisClient own = ClientForm.SYNC_CBOR.openSigning(
                kinesis.endpoint(), AwsBasicCredentials.create("123456789012", "another secret"))) {
            StreamUnderTest.create(own, "accounts", 1);
            assertThat(own.listStreams().streamNames()).containsExactly("accounts");
            assertThat(own.describeStreamSummary(request -> request.streamName("accounts"))
                            .streamDescriptionSummary()
                            .streamARN())
                    .contains(":123456789012:");
        }
    }

    @Test
    void subscriptionsAreSignedToo() {
        try (KinesisAsyncClient client = ClientForm.openAsync(kinesis.endpoint(), Region.US_EAST_1, RIGHT, false)) {
            client.createStream(request -> request.streamName("subscribed").shardCount(1))
                    .join();
            String arn = client.registerStreamConsumer(
                            request -> request.streamARN("arn:aws:kinesis:us-east-1:000000000000:stream/subscribed")
                                    .consumerName("reader"))
                    .join()
                    .consumer()
                    .consumerARN();
            Events events = Events.subscribe(
                    client,
                    arn,
                    StreamUnderTest.SHARD_0,
                    StartingPosition.builder()
                            .type(ShardIteratorType.TRIM_HORIZON)
                            .build());
            events.awaitResponse();
        }
    }

    @Test
    void whatIsSentThroughTlsIsSignedAsWell() {
        Trust trust = Trust.in(kinesis.certificatePem());
        StaticCredentialsProvider credentials = StaticCredentialsProvider.create(RIGHT);
        try (KinesisClient sync = KinesisClient.builder()
                        .endpointOverride(kinesis.tlsEndpoint())
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(credentials)
                        .httpClientBuilder(Apache5HttpClient.builder().tlsTrustManagersProvider(trust::managers))
                        .build();
                KinesisAsyncClient async = KinesisAsyncClient.builder()
                        .endpointOverride(kinesis.tlsEndpoint())
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(credentials)
                        .httpClientBuilder(NettyNioAsyncHttpClient.builder().tlsTrustManagersProvider(trust::managers))
                        .build()) {
            sync.createStream(request -> request.streamName("secure").shardCount(1));
            assertThat(async.listStreams().join().streamNames()).containsExactly("secure");
        }
    }

    @Test
    void aKeyThatIsNoneIsRefusedAtOnce() {
        for (String id : List.of("", "with blank", "a/b", "x".repeat(129))) {
            assertThatThrownBy(() -> LocalKinesis.builder().credentials(id, SECRET))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("access key id not allowed")
                    .hasMessageNotContaining(SECRET);
        }
        assertThatThrownBy(() -> LocalKinesis.builder().credentials(ID, " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("secret access key is empty: accessKeyId=AKIDEXAMPLE");
    }

    private static String refusal(ClientForm form, AwsCredentials credentials) {
        try (KinesisClient client = form.openSigning(kinesis.endpoint(), credentials)) {
            KinesisException error = catchThrowableOfType(KinesisException.class, client::listStreams);
            assertThat(error.statusCode()).isEqualTo(400);
            return error.awsErrorDetails().errorCode() + ": "
                    + error.awsErrorDetails().errorMessage();
        }
    }
}
