package dev.millrace.producer;

/** There was no room for a user record in the producer's buffer. It was not accepted; putting it later may help. */
public final class BufferFullException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BufferFullException(String message) {
        super(message);
    }
}
