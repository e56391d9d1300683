package dev.millrace.firehose.transformation;

import dev.millrace.lambda.firehose.FirehoseEvent;
import dev.millrace.lambda.firehose.FirehoseResponse;
import java.time.Duration;

/**
 * A function that transforms records, somewhere. It is invoked from many threads; how many invocations run at a time is its
 * own affair.
 */
public interface Transformation extends AutoCloseable {

    /** Named in failed records: an ARN, or what comes closest. */
    String functionArn();

    /**
     * Invokes the function once.
     *
     * @param timeout behind which the invocation has failed
     * @return what it answered, not looked at yet
     * @throws TransformationException if there is no answer, or one that is no response at all
     * @throws InterruptedException if the thread was interrupted; nothing is known of the invocation then
     */
    FirehoseResponse invoke(FirehoseEvent event, Duration timeout) throws TransformationException, InterruptedException;

    /** Ends what it runs; invocations that are on their way fail. A delivery stream closes its own. */
    @Override
    void close();
}
