package dev.millrace.cli;

import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

/** Errors as a person reads them: what is wrong, and what to do next. */
final class Failures {

    private Failures() {}

    static String describe(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof KinesisException answer && answer.awsErrorDetails() != null) {
            return answer.awsErrorDetails().errorCode() + ": "
                    + answer.awsErrorDetails().errorMessage();
        }
        if (cause instanceof SdkClientException && isConnectFailure(cause)) {
            return "the endpoint does not answer. Is it running (millrace local), and is --endpoint right? ("
                    + rootMessage(cause) + ")";
        }
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }

    private static boolean isConnectFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return true;
            }
        }
        String message = failure.getMessage();
        return message != null && message.contains("Unable to execute HTTP request");
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
