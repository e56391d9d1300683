package dev.millrace.processor;

/**
 * Makes something of a record's payload.
 *
 * @param <T> what it makes
 */
@FunctionalInterface
public interface PayloadParser<T> {

    T parse(byte[] payload) throws Exception;
}
