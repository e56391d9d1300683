package dev.millrace.producer;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A key of a properties file.
 *
 * @param name in lower camel case
 * @param setting what it sets; a file has at most one key for each
 * @param unused why it has no meaning here; null if it has
 * @param reading checks the value, and notes what it says
 */
record PropertyKey(
        String name, String setting, @Nullable String unused, BiConsumer<PropertyValue, ProducerDraft> reading) {

    static PropertyKey used(String name, BiConsumer<PropertyValue, ProducerDraft> reading) {
        return new PropertyKey(name, name, null, reading);
    }

    /** Another name for a setting. */
    static PropertyKey used(String name, String setting, BiConsumer<PropertyValue, ProducerDraft> reading) {
        return new PropertyKey(name, setting, null, reading);
    }

    /** A key of the KPL whose value is checked, and has no meaning here. */
    static PropertyKey unused(String name, String why, BiConsumer<PropertyValue, ProducerDraft> check) {
        return new PropertyKey(name, name, why, check);
    }

    /** A key of the KPL that stands for something that a file cannot say, or that nothing here can do. */
    static PropertyKey refused(String name, String why) {
        return new PropertyKey(name, name, null, (value, draft) -> {
            throw new IllegalArgumentException(value.key() + " is not supported: " + why);
        });
    }
}
