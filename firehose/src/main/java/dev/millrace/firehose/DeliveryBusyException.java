package dev.millrace.firehose;

/** So much waits for delivery that nothing more is taken. Trying again later may help. */
public final class DeliveryBusyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DeliveryBusyException(String message) {
        super(message);
    }
}
