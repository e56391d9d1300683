package dev.millrace.processor;

/** Makes a {@link RecordProcessor} for each shard that a worker takes up. */
@FunctionalInterface
public interface RecordProcessorFactory {

    RecordProcessor create();
}
