package dev.millrace.firehose;

import dev.millrace.firehose.journal.ObjectState;

/** Is told what a delivery stream does, in the thread that does it. */
public interface DeliveryListener {

    /** Of no use to anybody. */
    DeliveryListener NONE = new DeliveryListener() {};

    /** An object is at the destination, and forgotten here. */
    default void delivered(ObjectState object) {}

    /** An object could not be written; it is tried again. */
    default void deliveryFailed(ObjectState object, Exception failure) {}
}
