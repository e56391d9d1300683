/**
 * User records in AWS Lambda functions behind a Kinesis event source mapping.
 *
 * <p>Handlers to extend: {@link dev.millrace.lambda.UserRecordHandler} (one by one),
 * {@link dev.millrace.lambda.UserRecordsHandler} (all of an event at once), and for time windows
 * {@link dev.millrace.lambda.WindowUserRecordHandler} and {@link dev.millrace.lambda.WindowUserRecordsHandler}. For
 * handlers of other makes: {@link dev.millrace.lambda.UserRecords}, {@link dev.millrace.lambda.EventProcessing}.
 */
@NullMarked
package dev.millrace.lambda;

import org.jspecify.annotations.NullMarked;
