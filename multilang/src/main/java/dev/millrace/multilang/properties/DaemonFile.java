package dev.millrace.multilang.properties;

import dev.millrace.text.NearestName;
import dev.millrace.text.PropertyKey;
import dev.millrace.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a properties file of a MultiLangDaemon. Keys are spelled as they are, but for {@code AwsCredentialsProvider} and
 * its like, whose beginning may have any case.
 */
public final class DaemonFile {

    private static final Map<String, PropertyKey<DaemonDraft>> KEYS = Stream.of(
                    DaemonKeys.all(), LibraryKeys.all(), WorkerKeys.all(), RetrievalKeys.all())
            .flatMap(List::stream)
            .collect(Collectors.toMap(
                    PropertyKey::name,
                    key -> key,
                    (first, second) -> {
                        throw new IllegalStateException("two keys of one name: " + first.name());
                    },
                    TreeMap::new));

    private static final String CREDENTIALS = "AwsCredentialsProvider";

    private static final List<String> CLIENTS =
            List.of("kinesisClient.", "dynamoDbClient.", "cloudWatchClient.", "kinesisCredentialsProvider.");

    private DaemonFile() {}

    /**
     * Reads a resource of the class path, or else a file.
     *
     * @param name path of either
     * @throws IllegalArgumentException as {@link #read}
     * @throws IOException if it cannot be read
     */
    public static DaemonProperties load(String name) throws IOException {
        Properties properties = new Properties();
        try (InputStream input = open(name)) {
            properties.load(input);
        }
        return read(properties);
    }

    private static InputStream open(String name) throws IOException {
        InputStream resource = DaemonFile.class.getClassLoader().getResourceAsStream(name);
        return resource == null ? Files.newInputStream(Path.of(name)) : resource;
    }

    /**
     * Takes settings from properties.
     *
     * @throws IllegalArgumentException if a key is unknown or missing, a value not allowed, or a setting there twice; the
     *     message names the key
     */
    public static DaemonProperties read(Properties properties) {
        DaemonDraft draft = new DaemonDraft();
        PropertyKey.readAll(
                properties,
                draft,
                written -> {
                    PropertyKey<DaemonDraft> key = key(written);
                    if (key.unused() == null && !written.equals(key.name())) {
                        draft.note(written + " is an old name (the key is now called " + key.name() + ")");
                    }
                    return key;
                },
                draft::note);
        return draft.finish();
    }

    private static PropertyKey<DaemonDraft> key(String written) {
        PropertyKey<DaemonDraft> key = KEYS.get(credentialsName(written));
        if (key != null) {
            return key;
        }
        String client = clientOf(written);
        if (client != null) {
            throw new IllegalArgumentException("not supported: " + SafeText.of(written) + " (of " + client
                    + "* only endpointOverride can be set, and the SDK's environment variables and profiles count)");
        }
        throw new IllegalArgumentException("unknown key: " + SafeText.of(written) + " (the nearest is "
                + NearestName.of(written, KEYS.keySet()) + ")");
    }

    private static String credentialsName(String written) {
        return written.toLowerCase(Locale.ROOT).startsWith(CREDENTIALS.toLowerCase(Locale.ROOT))
                ? CREDENTIALS + written.substring(CREDENTIALS.length())
                : written;
    }

    private static @Nullable String clientOf(String written) {
        return CLIENTS.stream().filter(written::startsWith).findFirst().orElse(null);
    }

    /** All keys. */
    static Map<String, PropertyKey<DaemonDraft>> keys() {
        return KEYS;
    }
}
