package dev.millrace.producer;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What to do about a request that failed as a whole. */
enum ErrorKind {
    /** The service refused it for now. */
    RETRY,
    /** Nobody knows whether it was done. */
    OPEN,
    /** The service found something in it invalid: its records are to be tried one by one. */
    INVALID,
    /** It will never succeed. */
    FATAL;

    private static final Set<String> INVALID_CODES =
            Set.of("ValidationException", "InvalidArgumentException", "SerializationException");

    private static final Set<String> FATAL_CODES = Set.of(
            "ResourceNotFoundException",
            "AccessDeniedException",
            "UnrecognizedClientException",
            "InvalidSignatureException",
            "IncompleteSignatureException",
            "InvalidClientTokenId",
            "MissingAuthenticationTokenException",
            "OptInRequired",
            "KMSAccessDeniedException",
            "KMSDisabledException",
            "KMSInvalidStateException",
            "KMSNotFoundException",
            "KMSOptInRequired");

    /** The service's name for too much in a second. */
    static final String THROTTLED = "ProvisionedThroughputExceededException";

    private static final int SERVER_ERRORS = 500;

    static ErrorKind of(Throwable cause) {
        if (cause instanceof AwsServiceException answer) {
            String code = codeOf(answer);
            if (FATAL_CODES.contains(code)) {
                return FATAL;
            }
            if (INVALID_CODES.contains(code)) {
                return INVALID;
            }
            // An error of the service's own may come after the work was done.
            return answer.statusCode() >= SERVER_ERRORS ? OPEN : RETRY;
        }
        if (cause instanceof SdkClientException client && isBeforeSending(client)) {
            return FATAL;
        }
        return OPEN;
    }

    /** The service's name for a failure, or else the class of the client's. */
    static String codeOf(Throwable cause) {
        String code = cause instanceof AwsServiceException answer ? codeOf(answer) : "";
        return code.isEmpty() ? cause.getClass().getSimpleName() : code;
    }

    /** The error's name; empty if the answer has none, as one of a proxy in between. */
    private static String codeOf(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        return details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
    }

    /** Credentials that cannot be had: nothing was sent, and nothing will be. */
    private static boolean isBeforeSending(SdkClientException failure) {
        String message = failure.getMessage();
        return message != null && message.contains("Unable to load credentials");
    }

    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
