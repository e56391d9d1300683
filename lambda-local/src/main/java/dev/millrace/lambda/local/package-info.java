/**
 * Lambda functions in Java on this machine: zips as Lambda takes them ({@link dev.millrace.lambda.local.FunctionZip}),
 * and functions that run under the runtime's own client ({@link dev.millrace.lambda.local.LocalFunction}).
 */
@NullMarked
package dev.millrace.lambda.local;

import org.jspecify.annotations.NullMarked;
