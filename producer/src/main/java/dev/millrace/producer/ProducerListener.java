package dev.millrace.producer;

import java.util.List;

/**
 * Is told what a producer does, to be counted or shown. Methods are called on the producer's own threads, the first
 * one on the caller's: they should be quick. What they throw is logged and goes no further.
 */
public interface ProducerListener {

    /** Nothing is told. */
    ProducerListener NONE = new ProducerListener() {};

    /** One that tells all of these, in their order; what one of them throws does not keep the others from being told. */
    static ProducerListener all(List<? extends ProducerListener> listeners) {
        return new ListenerChain(listeners);
    }

    /**
     * A user record was accepted.
     *
     * @param stream its stream
     * @param dataBytes of its data
     */
    default void userRecordAccepted(String stream, int dataBytes) {}

    /** A PutRecords request was answered, or its answer will not come. */
    default void requestEnded(RequestEvent event) {}

    /** A Kinesis record was answered: stored, or not this time. */
    default void attemptEnded(AttemptEvent event) {}

    /** The user records of a Kinesis record are stored, or have failed for good. */
    default void deliveryEnded(DeliveryEvent event) {}
}
