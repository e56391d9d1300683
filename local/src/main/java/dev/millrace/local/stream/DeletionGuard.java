package dev.millrace.local.stream;

/** Asked before a stream is deleted; what hangs on streams is one, such as consumers and channels. */
@FunctionalInterface
public interface DeletionGuard {

    /**
     * Lets go of the stream.
     *
     * @param enforceConsumerDeletion whether consumers go with it
     * @throws dev.millrace.local.wire.ServiceException if the stream must stay
     */
    void beforeDeletion(Stream stream, boolean enforceConsumerDeletion);
}
