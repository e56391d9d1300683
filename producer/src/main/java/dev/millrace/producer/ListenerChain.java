package dev.millrace.producer;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells several listeners. The first failure is thrown when all have been told, with the others attached to it. */
final class ListenerChain implements ProducerListener {

    private final List<ProducerListener> listeners;

    ListenerChain(List<? extends ProducerListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void userRecordAccepted(String stream, int dataBytes) {
        tell(listener -> listener.userRecordAccepted(stream, dataBytes));
    }

    @Override
    public void requestEnded(RequestEvent event) {
        tell(listener -> listener.requestEnded(event));
    }

    @Override
    public void attemptEnded(AttemptEvent event) {
        tell(listener -> listener.attemptEnded(event));
    }

    @Override
    public void deliveryEnded(DeliveryEvent event) {
        tell(listener -> listener.deliveryEnded(event));
    }

    private void tell(Consumer<ProducerListener> event) {
        RuntimeException first = null;
        for (ProducerListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                first = joined(first, e);
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static RuntimeException joined(@Nullable RuntimeException first, RuntimeException next) {
        if (first == null) {
            return next;
        }
        if (!first.equals(next)) {
            first.addSuppressed(next);
        }
        return first;
    }
}
