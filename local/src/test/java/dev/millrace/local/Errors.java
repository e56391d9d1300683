package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

/** Looks at the errors that the SDK's clients throw. */
final class Errors {

    private Errors() {}

    /** The service's text in the error of this type, which the call must end with. */
    static String text(Class<? extends KinesisException> type, ThrowingCallable call) {
        KinesisException error = catchThrowableOfType(type, call);
        assertThat(error).as("the call fails").isNotNull();
        assertThat(error.statusCode()).isEqualTo(400);
        return error.awsErrorDetails().errorMessage();
    }
}
