package dev.millrace.local.wire;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An error answer of the service: its name, and what it says. Expected, so it carries no stack trace. */
public final class ServiceException extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final String INTERNAL_FAILURE = "InternalFailure";
    private static final String SERVICE_UNAVAILABLE = "ServiceUnavailableException";

    private final String name;
    private final @Nullable String text;

    private ServiceException(String name, @Nullable String text) {
        super(text == null ? name : name + ": " + text, null, false, false);
        this.name = Objects.requireNonNull(name, "name");
        this.text = text;
    }

    /** An error that says only its name. */
    public static ServiceException nameOnly(String name) {
        return new ServiceException(name, null);
    }

    /** An error of another service's. */
    public static ServiceException named(String name, String text) {
        return new ServiceException(name, text);
    }

    /** Of a service that asks to be called again later. */
    public static ServiceException unavailable(String text) {
        return new ServiceException(SERVICE_UNAVAILABLE, text);
    }

    public static ServiceException resourceNotFound(String text) {
        return new ServiceException("ResourceNotFoundException", text);
    }

    public static ServiceException resourceInUse(String text) {
        return new ServiceException("ResourceInUseException", text);
    }

    public static ServiceException invalidArgument(String text) {
        return new ServiceException("InvalidArgumentException", text);
    }

    public static ServiceException throughputExceeded(String text) {
        return new ServiceException("ProvisionedThroughputExceededException", text);
    }

    public static ServiceException limitExceeded(String text) {
        return new ServiceException("LimitExceededException", text);
    }

    public static ServiceException validation(String text) {
        return new ServiceException("ValidationException", text);
    }

    public static ServiceException serialization(String text) {
        return new ServiceException("SerializationException", text);
    }

    public static ServiceException expiredIterator(String text) {
        return new ServiceException("ExpiredIteratorException", text);
    }

    public static ServiceException expiredNextToken(String text) {
        return new ServiceException("ExpiredNextTokenException", text);
    }

    /** Says that the call would have succeeded, had it not been a rehearsal. */
    public static ServiceException dryRun() {
        return new ServiceException(
                "DryRunOperationException", "The request would have succeeded, but the DryRun parameter is set.");
    }

    public static ServiceException missingAuthenticationToken() {
        return new ServiceException("MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    public static ServiceException incompleteSignature(String text) {
        return new ServiceException("IncompleteSignatureException", text);
    }

    public static ServiceException invalidSignature(String text) {
        return new ServiceException("InvalidSignatureException", text);
    }

    public static ServiceException unrecognizedClient(String text) {
        return new ServiceException("UnrecognizedClientException", text);
    }

    /** The service's own failure, as the documentation of some operations has it. */
    public static ServiceException internalFailureException() {
        return new ServiceException(
                INTERNAL_FAILURE + "Exception",
                "The processing of the request failed because of an unknown error, exception, or failure.");
    }

    /** The service's own failure, for all other operations. */
    public static ServiceException internalFailure() {
        return nameOnly(INTERNAL_FAILURE);
    }

    /** The name on the wire, such as {@code ResourceNotFoundException}. */
    public String name() {
        return name;
    }

    /** What the message says, or null if there is none. */
    public @Nullable String text() {
        return text;
    }

    /** HTTP status. */
    public int status() {
        if (name.equals(SERVICE_UNAVAILABLE)) {
            return 503;
        }
        return name.startsWith(INTERNAL_FAILURE) ? 500 : 400;
    }

    /** Member of the error body under which the service puts the text. */
    public String textMember() {
        return name.equals("SerializationException") ? "Message" : "message";
    }
}
