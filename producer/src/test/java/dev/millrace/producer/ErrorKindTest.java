package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

class ErrorKindTest {

    @ParameterizedTest
    @CsvSource({
        "ProvisionedThroughputExceededException, 400, RETRY",
        "LimitExceededException, 400, RETRY",
        "ThrottlingException, 400, RETRY",
        "KMSThrottlingException, 400, RETRY",
        "ExpiredTokenException, 403, RETRY",
        "InternalFailure, 500, OPEN",
        "ServiceUnavailable, 503, OPEN",
        "ValidationException, 400, INVALID",
        "InvalidArgumentException, 400, INVALID",
        "SerializationException, 400, INVALID",
        "ResourceNotFoundException, 400, FATAL",
        "AccessDeniedException, 400, FATAL",
        "UnrecognizedClientException, 400, FATAL",
        "InvalidSignatureException, 403, FATAL",
        "IncompleteSignatureException, 400, FATAL",
        "KMSAccessDeniedException, 400, FATAL",
        "KMSDisabledException, 400, FATAL",
        "KMSInvalidStateException, 400, FATAL",
        "KMSNotFoundException, 400, FATAL",
        "KMSOptInRequired, 400, FATAL"
    })
    void answersOfTheServiceAreTold(String code, int status, ErrorKind kind) {
        assertThat(ErrorKind.of(answer(code, status))).isEqualTo(kind);
    }

    @Test
    void answerWithoutANameGoesByItsStatus() {
        AwsErrorDetails nameless = AwsErrorDetails.builder().build();
        assertThat(ErrorKind.of(KinesisException.builder()
                        .statusCode(503)
                        .awsErrorDetails(nameless)
                        .build()))
                .isEqualTo(ErrorKind.OPEN);
        assertThat(ErrorKind.of(KinesisException.builder()
                        .statusCode(400)
                        .awsErrorDetails(nameless)
                        .build()))
                .isEqualTo(ErrorKind.RETRY);
        assertThat(ErrorKind.of(KinesisException.builder().statusCode(502).build()))
                .isEqualTo(ErrorKind.OPEN);
    }

    @Test
    void anythingWithoutAnAnswerLeavesItOpen() {
        assertThat(ErrorKind.of(SdkClientException.create("connection reset"))).isEqualTo(ErrorKind.OPEN);
        assertThat(ErrorKind.of(ApiCallTimeoutException.create(1))).isEqualTo(ErrorKind.OPEN);
        assertThat(ErrorKind.of(new IOException("broken pipe"))).isEqualTo(ErrorKind.OPEN);
        assertThat(ErrorKind.of(new IllegalStateException("closed"))).isEqualTo(ErrorKind.OPEN);
    }

    @Test
    void missingCredentialsAreFatal() {
        assertThat(ErrorKind.of(
                        SdkClientException.create("Unable to load credentials from any of the providers in the chain")))
                .isEqualTo(ErrorKind.FATAL);
    }

    @Test
    void onlyTheFuturesOwnWrappingIsTakenOff() {
        IOException cause = new IOException("cause");
        IllegalStateException wrapped = new IllegalStateException(cause);
        assertThat(ErrorKind.unwrap(new CompletionException(cause))).isSameAs(cause);
        assertThat(ErrorKind.unwrap(wrapped)).isSameAs(wrapped);
        assertThat(ErrorKind.unwrap(cause)).isSameAs(cause);
    }

    private static KinesisException answer(String code, int status) {
        return (KinesisException) KinesisException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
