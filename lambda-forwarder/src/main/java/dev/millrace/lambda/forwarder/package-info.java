/**
 * A Lambda function that forwards user records into another stream. As a function's handler name
 * {@link dev.millrace.lambda.forwarder.ForwardingHandler}; its environment says where to.
 */
@NullMarked
package dev.millrace.lambda.forwarder;

import org.jspecify.annotations.NullMarked;
