/**
 * Lambda functions that transform records for Amazon Data Firehose: extend
 * {@link dev.millrace.lambda.firehose.FirehoseTransformHandler}.
 */
@NullMarked
package dev.millrace.lambda.firehose;

import org.jspecify.annotations.NullMarked;
