package dev.millrace.kcl;

import dev.millrace.processor.ExtendedSequenceNumber;

/** Places in a shard, as the library and as we name them. */
final class Places {

    private Places() {}

    static ExtendedSequenceNumber ours(software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber place) {
        return new ExtendedSequenceNumber(place.sequenceNumber(), place.subSequenceNumber());
    }
}
