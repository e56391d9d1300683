package dev.millrace.firehose.prefix;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names objects as Firehose does: {@code <prefix><delivery stream>-<version>-yyyy-MM-dd-HH-mm-ss-<uuid><extension>}.
 *
 * @param deliveryStream 1 to 64 of letters, digits and {@code _.-}
 * @param version of the delivery stream's configuration, from 1
 * @param zone of all times in names
 * @param extension empty, or a dot and up to 127 of small letters, digits and {@code !-_.*'()}
 */
public record ObjectNaming(String deliveryStream, int version, ZoneId zone, String extension) {

    private static final Pattern STREAM = Pattern.compile("[a-zA-Z0-9_.-]{1,64}");
    private static final Pattern EXTENSION = Pattern.compile("|\\.[0-9a-z!_.*'()-]{1,127}");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss", Locale.ROOT);

    public ObjectNaming {
        Objects.requireNonNull(zone, "zone");
        if (!STREAM.matcher(deliveryStream).matches()) {
            throw new IllegalArgumentException("delivery stream has no name that the service takes: " + deliveryStream
                    + " (1 to 64 of letters, digits, _ . -)");
        }
        if (version < 1) {
            throw new IllegalArgumentException("version out of range: " + version + " (at least 1)");
        }
        if (!EXTENSION.matcher(extension).matches()) {
            throw new IllegalArgumentException("extension is none that the service takes: " + extension
                    + " (a dot, then 1 to 127 of small letters, digits, ! - _ . * ' ( ))");
        }
    }

    /** The same with another end of names. */
    public ObjectNaming withExtension(String other) {
        return new ObjectNaming(deliveryStream, version, zone, other);
    }

    /**
     * The name of an object.
     *
     * @param id makes it unique
     * @throws PrefixException as {@link PrefixExpression#evaluate}
     */
    public String name(PrefixExpression prefix, PrefixValues values, UUID id) {
        return prefix.evaluate(values, zone) + deliveryStream + "-" + version + "-"
                + TIME.format(values.time().atZone(zone)) + "-" + id + extension;
    }
}
