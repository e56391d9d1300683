/**
 * The worker for many machines: {@link dev.millrace.kcl.KclWorker} runs record processors on the Kinesis Client Library.
 * {@link dev.millrace.kcl.LosslessAggregatorUtil} is for everybody's application on that library.
 * {@link dev.millrace.kcl.ApplicationLeases} is for tools that look at an application, or carry its checkpoints elsewhere.
 */
@NullMarked
package dev.millrace.kcl;

import org.jspecify.annotations.NullMarked;
