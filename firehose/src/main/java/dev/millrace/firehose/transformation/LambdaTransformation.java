package dev.millrace.firehose.transformation;

import dev.millrace.lambda.firehose.FirehoseEvent;
import dev.millrace.lambda.firehose.FirehoseResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/**
 * A function of AWS Lambda, or of a service that speaks its API. The client is the caller's, and who closes it; its HTTP
 * client should wait for an answer as long as the function may take. Its own retries come on top of the delivery stream's: switch
 * them off.
 */
public final class LambdaTransformation implements Transformation {

    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;

    private final LambdaClient client;
    private final String functionArn;

    private LambdaTransformation(LambdaClient client, String functionArn) {
        this.client = Objects.requireNonNull(client, "client");
        this.functionArn = Objects.requireNonNull(functionArn, "functionArn");
    }

    /**
     * This function.
     *
     * @param functionArn its ARN, with a version or an alias if wanted, or its name
     */
    public static LambdaTransformation of(LambdaClient client, String functionArn) {
        return new LambdaTransformation(client, functionArn);
    }

    @Override
    public String functionArn() {
        return functionArn;
    }

    @Override
    public FirehoseResponse invoke(FirehoseEvent event, Duration timeout)
            throws TransformationException, InterruptedException {
        InvokeResponse answer = answer(EventJson.write(event), timeout);
        String text = answer.payload() == null ? "" : answer.payload().asUtf8String();
        if (answer.functionError() != null) {
            throw FunctionErrors.failed(functionArn, answer.functionError(), text);
        }
        return ResponseJson.read(text);
    }

    private InvokeResponse answer(String event, Duration timeout) throws TransformationException, InterruptedException {
        try {
            return client.invoke(request -> request.functionName(functionArn)
                    .payload(SdkBytes.fromString(event, StandardCharsets.UTF_8))
                    .overrideConfiguration(override -> override.apiCallTimeout(timeout)));
        } catch (ApiCallTimeoutException | ApiCallAttemptTimeoutException e) {
            throw FunctionErrors.timedOut(functionArn, timeout, e);
        } catch (AbortedException e) {
            throw (InterruptedException) new InterruptedException("invocation was interrupted").initCause(e);
        } catch (LambdaException e) {
            throw TransformationException.ofInvocation(code(e), "function was not invoked: " + e.getMessage(), e);
        } catch (SdkException e) {
            throw TransformationException.ofInvocation(
                    FailureCode.FUNCTION_ERROR, "function was not invoked: " + e.getMessage(), e);
        }
    }

    private static String code(LambdaException e) {
        if (e instanceof ResourceNotFoundException) {
            return FailureCode.RESOURCE_NOT_FOUND;
        }
        return switch (e.statusCode()) {
            case FORBIDDEN -> FailureCode.INVOKE_ACCESS_DENIED;
            case TOO_MANY -> FailureCode.INVOKE_LIMIT_EXCEEDED;
            default -> FailureCode.FUNCTION_ERROR;
        };
    }

    /** Nothing runs here. */
    @Override
    public void close() {}
}
