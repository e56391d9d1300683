package dev.millrace.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link UserRecordHandler} and {@link UserRecordsHandler} do with an event, as plain functions, for handlers
 * that extend something else.
 */
public final class EventProcessing {

    private EventProcessing() {}

    /**
     * Processes the user records of an event one by one, each made when its turn has come.
     *
     * @param context its logger is told why a record failed; without one nobody is
     * @return the sequence number of the Kinesis record that failed, or several where it went on
     * @throws UserRecordFailedException if a record failed and that is to be told so
     * @throws IllegalArgumentException if a record is none of a Kinesis mapping; then the event as a whole has failed
     */
    public static StreamsEventResponse oneByOne(
            KinesisEvent event, HandlerOptions options, @Nullable Context context, UserRecordTaker taker) {
        return response(new RecordByRecord(options, context, taker, () -> {}).process(event.getRecords()));
    }

    /**
     * Processes the user records of an event at once. {@link HandlerOptions#afterFailure} means nothing here.
     *
     * <p>A failure that names no record is passed on as it is, in a {@link BatchFailedException} if it is a checked one:
     * the event has failed as a whole, and a mapping that bisects can do so.
     *
     * @param context its logger is told why a record failed; without one nobody is
     * @return the sequence number of the Kinesis record that failed
     * @throws UserRecordFailedException if a record failed and that is to be told so
     * @throws IllegalArgumentException if a record is none of a Kinesis mapping; then nothing was processed
     */
    public static StreamsEventResponse together(
            KinesisEvent event, HandlerOptions options, @Nullable Context context, UserRecordsTaker taker) {
        CorruptRecords.Sorted sorted = CorruptRecords.sort(UserRecords.of(event), options.corrupt());
        try {
            if (!sorted.records().isEmpty()) {
                BatchFailedException.unchecked(taker, sorted.records());
            }
            if (sorted.failed() != null) {
                throw new UserRecordFailedException(sorted.failed(), sorted.failure());
            }
        } catch (UserRecordFailedException e) {
            if (options.report() == FailureReport.EXCEPTION) {
                throw e;
            }
            new FailureLog(context).failed(e.sequenceNumber(), null, e);
            return response(List.of(e.sequenceNumber()));
        }
        return response(List.of());
    }

    private static StreamsEventResponse response(List<String> failed) {
        return new StreamsEventResponse(
                failed.stream().map(BatchItemFailure::new).toList());
    }
}
