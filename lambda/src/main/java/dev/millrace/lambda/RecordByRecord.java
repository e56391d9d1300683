package dev.millrace.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over the records of an event, each user record by itself. */
final class RecordByRecord {

    private final HandlerOptions options;
    private final FailureLog log;
    private final UserRecordTaker taker;
    private final Runnable beforeKinesisRecord;

    /**
     * @param beforeKinesisRecord called before the first user record of each Kinesis record
     */
    RecordByRecord(
            HandlerOptions options, @Nullable Context context, UserRecordTaker taker, Runnable beforeKinesisRecord) {
        this.options = options;
        this.log = new FailureLog(context);
        this.taker = taker;
        this.beforeKinesisRecord = beforeKinesisRecord;
    }

    /**
     * Processes them.
     *
     * @return sequence numbers of the Kinesis records that failed, in their order
     */
    List<String> process(@Nullable List<KinesisEventRecord> records) {
        List<String> failed = new ArrayList<>();
        if (records == null) {
            return failed;
        }
        OpenedRecords opened = new OpenedRecords(records);
        for (int i = 0; i < opened.count(); i++) {
            String number = OpenedRecord.sequenceNumber(opened.record(i));
            beforeKinesisRecord.run();
            if (!succeeds(number, opened, i)) {
                failed.add(number);
                if (options.afterFailure() == AfterFailure.STOP) {
                    break;
                }
            }
        }
        return failed;
    }

    /** What comes behind a failed user record in its Kinesis record is left out: it comes again. */
    private boolean succeeds(String number, OpenedRecords records, int index) {
        LambdaUserRecord current = null;
        try {
            for (LambdaUserRecord userRecord : records.open(index)) {
                current = userRecord;
                CorruptRecords.take(userRecord, options.corrupt(), taker);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(number, current, e);
        } catch (Exception e) {
            if (options.report() == FailureReport.EXCEPTION) {
                throw failure(number, current, e);
            }
            log.failed(number, current, e);
            return false;
        }
    }

    private static UserRecordFailedException failure(
            String number, @Nullable LambdaUserRecord record, Exception cause) {
        return record == null
                ? UserRecordFailedException.ofKinesisRecord(number, cause)
                : new UserRecordFailedException(record, cause);
    }
}
