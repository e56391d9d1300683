package dev.millrace.text;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A key of a properties file.
 *
 * @param <D> what is made of a file, property by property
 * @param name in lower camel case
 * @param setting what it sets; a file has at most one key for each
 * @param unused why it has no meaning here; null if it has
 * @param reading checks the value, and notes what it says
 */
public record PropertyKey<D>(
        String name, String setting, @Nullable String unused, BiConsumer<PropertyValue, D> reading) {

    /** A key that is named for its setting. */
    public static <D> PropertyKey<D> used(String name, BiConsumer<PropertyValue, D> reading) {
        return new PropertyKey<>(name, name, null, reading);
    }

    /** Another name for a setting. */
    public static <D> PropertyKey<D> used(String name, String setting, BiConsumer<PropertyValue, D> reading) {
        return new PropertyKey<>(name, setting, null, reading);
    }

    /** A key that others have. Its value is checked, and has no meaning here. */
    public static <D> PropertyKey<D> unused(String name, String why, BiConsumer<PropertyValue, D> check) {
        return new PropertyKey<>(name, name, why, check);
    }

    /** A key that others have, for something that a file cannot say or that nothing here can do. */
    public static <D> PropertyKey<D> refused(String name, String why) {
        return new PropertyKey<>(name, name, null, (value, draft) -> {
            throw new IllegalArgumentException(value.key() + " is not supported: " + why);
        });
    }

    /**
     * Reads properties, in the order of their names.
     *
     * @param draft gets what they say
     * @param keys finds the key that was written, or refuses it
     * @param notes is told of keys without a meaning
     * @throws IllegalArgumentException if a key or a value is refused, or a setting is there twice; the message names the key
     */
    public static <D> void readAll(
            Properties properties, D draft, Function<String, PropertyKey<D>> keys, Consumer<String> notes) {
        Map<String, String> keysOfSettings = new HashMap<>();
        for (String written : new TreeSet<>(properties.stringPropertyNames())) {
            PropertyKey<D> key = keys.apply(written);
            String other = keysOfSettings.put(key.setting(), written);
            if (other != null) {
                throw new IllegalArgumentException("one setting is there twice: " + other + " and " + written);
            }
            PropertyValue value = new PropertyValue(
                    written, String.valueOf(properties.getProperty(written)).strip());
            key.reading().accept(value, draft);
            if (key.unused() != null) {
                notes.accept(written + " has no meaning here: " + key.unused());
            }
        }
    }
}
