package dev.millrace.cli;

import dev.millrace.processor.WorkerFailedException;
import dev.millrace.text.SafeText;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Errors as a person reads them: what is wrong, and what to do next. */
final class Failures {

    private Failures() {}

    static String describe(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof CompletionException || cause.getCause() instanceof FileSystemException)) {
            cause = cause.getCause();
        }
        if (cause instanceof WorkerFailedException && cause.getCause() != null) {
            Throwable reason = cause.getCause();
            return "the worker failed: " + (isClear(reason) ? describe(reason) : reason.toString());
        }
        if (cause instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
            return answer.awsErrorDetails().errorCode() + ": "
                    + answer.awsErrorDetails().errorMessage();
        }
        if (cause instanceof SdkClientException && isConnectFailure(cause)) {
            return "the endpoint does not answer. Is it running (millrace local), and is --endpoint right? ("
                    + rootMessage(cause) + ")";
        }
        if (cause instanceof SdkClientException && isWithoutCredentials(cause)) {
            return "no AWS credentials found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a service on"
                    + " localhost with --endpoint (millrace local)";
        }
        if (cause instanceof ApiCallTimeoutException || cause instanceof ApiCallAttemptTimeoutException) {
            return "the endpoint does not answer in time: " + cause.getMessage()
                    + " (is it a Kinesis service, and is --endpoint right?)";
        }
        if (cause instanceof FileSystemException file) {
            return "file cannot be used: " + SafeText.of(String.valueOf(file.getFile())) + " (" + reason(file) + ")";
        }
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }

    private static String reason(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "it or its folder does not exist";
        }
        if (failure instanceof AccessDeniedException) {
            return "access denied";
        }
        return String.valueOf(failure.getReason());
    }

    /** Whether its message says all without the name of its class. */
    private static boolean isClear(Throwable failure) {
        return failure instanceof SdkException
                || failure instanceof CompletionException
                || failure.getClass().getName().startsWith("dev.millrace.");
    }

    private static boolean isWithoutCredentials(Throwable failure) {
        return String.valueOf(failure.getMessage()).startsWith("Unable to load credentials");
    }

    private static boolean isConnectFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
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
