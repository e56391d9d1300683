package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Requests that the SDK's signer has signed and that a test alters, dates otherwise, or signs in the query. */
@Timeout(60)
class SignedByHandTest {

    private static final AwsCredentialsIdentity KEY =
            AwsCredentialsIdentity.create("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    private static final String NO_MATCH = "The request signature we calculated does not match";

    private static LocalKinesis kinesis;
    private static RawHttp http;

    @BeforeAll
    static void start() {
        kinesis = LocalKinesis.builder()
                .credentials(KEY.accessKeyId(), KEY.secretAccessKey())
                .start();
        http = new RawHttp(kinesis.endpoint());
    }

    @AfterAll
    static void stop() {
        kinesis.close();
    }

    @Test
    void aRequestThatIsSentAsSignedIsServed() {
        assertServed(send(signed("/", Duration.ZERO, "kinesis"), "{}"));
    }

    @Test
    void pathsAndQueriesThatNeedEncodingAreServed() {
        for (String target : List.of("/a%20b/%41", "/a/b?x=1&a=%20+&b", "/?b=2&a=1&a=0", "/%D0%B0?%D0%B0=%2F")) {
            assertServed(send(signed(target, Duration.ZERO, "kinesis"), "{}"));
        }
    }

    @Test
    void anAlteredBodyIsRefused() {
        assertRefused(send(signed("/", Duration.ZERO, "kinesis"), "{} "), "InvalidSignatureException", NO_MATCH);
    }

    @Test
    void anAlteredHeadIsRefused() {
        SdkHttpRequest signed = signed("/", Duration.ZERO, "kinesis");
        assertRefused(
                send(signed, "{}", head -> head.putHeader("X-Amz-Target", "Kinesis_20131202.DescribeLimits")),
                "InvalidSignatureException",
                NO_MATCH);
        assertRefused(send(signed, "{}", head -> head.encodedPath("/other")), "InvalidSignatureException", NO_MATCH);
        assertRefused(
                send(signed, "{}", head -> head.putRawQueryParameter("a", "b")), "InvalidSignatureException", NO_MATCH);
    }

    @Test
    void aHeaderOfTheServiceThatIsNotSignedIsRefused() {
        SdkHttpRequest signed = signed("/", Duration.ZERO, "kinesis");
        assertRefused(
                send(signed, "{}", head -> head.putHeader("X-Amz-Other", "x")),
                "InvalidSignatureException",
                "'x-amz-other' must be a 'SignedHeader' in the AWS Authorization.");
        String authorization = signed.firstMatchingHeader("Authorization").orElseThrow();
        assertRefused(
                send(signed, "{}", head -> head.putHeader("Authorization", authorization.replace("host;", ""))),
                "InvalidSignatureException",
                "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }

    @Test
    void aSignatureHoldsFifteenMinutesInBothDirections() {
        assertServed(send(signed("/", Duration.ofMinutes(-14), "kinesis"), "{}"));
        assertServed(send(signed("/", Duration.ofMinutes(14), "kinesis"), "{}"));
        assertRefused(
                send(signed("/", Duration.ofMinutes(-16), "kinesis"), "{}"),
                "InvalidSignatureException",
                "Signature expired: ",
                " is now earlier than ",
                " - 15 min.)");
        assertRefused(
                send(signed("/", Duration.ofMinutes(16), "kinesis"), "{}"),
                "InvalidSignatureException",
                "Signature not yet current: ",
                " is still later than ",
                " + 15 min.)");
    }

    @Test
    void aSignatureForAnotherServiceOrDayIsRefused() {
        assertRefused(
                send(signed("/", Duration.ZERO, "dynamodb"), "{}"),
                "InvalidSignatureException",
                "Credential should be scoped to correct service: 'kinesis'.");
        SdkHttpRequest signed = signed("/", Duration.ZERO, "kinesis");
        String authorization = signed.firstMatchingHeader("Authorization").orElseThrow();
        assertRefused(
                send(
                        signed,
                        "{}",
                        head -> head.putHeader(
                                "Authorization", authorization.replaceFirst("/[0-9]{8}/", "/20200101/"))),
                "InvalidSignatureException",
                "Date in Credential scope does not match YYYYMMDD");
    }

    @Test
    void whatIsNoSignatureOfThisKindIsRefused() {
        assertRefused(
                call(http.signed().header("X-Amz-Expect", "x")),
                "UnrecognizedClientException",
                "The security token included in the request is invalid.");
        assertRefused(
                call(http.request()
                        .header("X-Amz-Date", "x")
                        .header("Authorization", "Basic Credential=a/b/c/d/e, SignedHeaders=host, Signature=0")),
                "IncompleteSignatureException",
                "Unsupported AWS 'algorithm': 'Basic'.");
        assertRefused(
                call(http.request()
                        .header("X-Amz-Date", "x")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE, SignedHeaders=host, Signature=0")),
                "IncompleteSignatureException",
                "Credential must have exactly 5 slash-delimited elements");
        assertRefused(
                call(http.request()
                        .header("X-Amz-Date", "yesterday")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260304/us-east-1/kinesis/aws4_request,"
                                        + " SignedHeaders=host, Signature=0")),
                "IncompleteSignatureException",
                "Date must be in ISO-8601 'basic format'. Got 'yesterday'.");
        assertRefused(call(http.request()), "MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    @Test
    void aRequestSignedInItsQueryIsServedUntilItExpires() {
        assertServed(send(presigned(Duration.ofMinutes(-4), Duration.ofMinutes(5)), "{}"));
        assertRefused(
                send(presigned(Duration.ofMinutes(-6), Duration.ofMinutes(5)), "{}"),
                "InvalidSignatureException",
                "Signature expired: ");
        assertRefused(
                send(presigned(Duration.ZERO, Duration.ofMinutes(5)), "{ }"), "InvalidSignatureException", NO_MATCH);
    }

    @Test
    void theConsoleAndTheControlEndpointAreNotSigned() {
        assertThat(http.send(http.request()).statusCode()).isEqualTo(200);
        assertThat(http.send(http.request("/_millrace/faults").header("X-Millrace-Control", "1"))
                        .statusCode())
                .isEqualTo(200);
    }

    private static SdkHttpRequest signed(String target, Duration shift, String service) {
        return AwsV4HttpSigner.create()
                .sign(request -> request.identity(KEY)
                        .request(unsigned(target))
                        .payload(ContentStreamProvider.fromUtf8String("{}"))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.offset(Clock.systemUTC(), shift)))
                .request();
    }

    private static SdkHttpRequest presigned(Duration shift, Duration expiry) {
        return AwsV4HttpSigner.create()
                .sign(request -> request.identity(KEY)
                        .request(unsigned("/"))
                        .payload(ContentStreamProvider.fromUtf8String("{}"))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "kinesis")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(
                                AwsV4FamilyHttpSigner.AUTH_LOCATION, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, expiry)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.offset(Clock.systemUTC(), shift)))
                .request();
    }

    private static SdkHttpRequest unsigned(String target) {
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create(kinesis.endpoint() + target))
                .putHeader("Content-Type", RawHttp.JSON)
                .putHeader("X-Amz-Target", "Kinesis_20131202.ListStreams")
                .build();
    }

    private static HttpResponse<byte[]> send(SdkHttpRequest signed, String body) {
        return send(signed, body, head -> head);
    }

    /** What is altered once it is signed. */
    private static HttpResponse<byte[]> send(
            SdkHttpRequest signed, String body, UnaryOperator<SdkHttpRequest.Builder> change) {
        SdkHttpRequest sent = change.apply(signed.toBuilder()).build();
        HttpRequest.Builder request = HttpRequest.newBuilder(sent.getUri())
                .timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        sent.headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return http.send(request);
    }

    private static HttpResponse<byte[]> call(HttpRequest.Builder request) {
        return http.send(request.header("Content-Type", RawHttp.JSON)
                .header("X-Amz-Target", "Kinesis_20131202.ListStreams")
                .POST(BodyPublishers.ofString("{}")));
    }

    private static void assertServed(HttpResponse<byte[]> response) {
        assertThat(RawHttp.text(response)).startsWith("{\"StreamNames\"");
        assertThat(response.statusCode()).isEqualTo(200);
    }

    private static void assertRefused(HttpResponse<byte[]> response, String name, String... texts) {
        assertThat(RawHttp.text(response))
                .startsWith("{\"__type\":\"" + name + "\"")
                .contains(texts);
        assertThat(response.statusCode()).isEqualTo(400);
    }
}
