package dev.millrace.firehose.local.definition;

import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Codec;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.RequestReader;
import dev.millrace.local.wire.ServiceException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The destination of a delivery stream: what was asked for, with the service's defaults for the rest. Immutable. */
public final class S3Destination {

    /** Of the service, which knows no other number of destinations than one. */
    public static final String ID = "destinationId-000000000001";

    private static final Pattern BUCKET = Pattern.compile("[\\w-][\\w.-]{0,254}");
    private static final long BYTES_PER_MEGABYTE = 1 << 20;

    private final Map<String, Object> tree;
    private final Request members;
    private final Processors processors;

    private S3Destination(Map<String, Object> tree) {
        this.tree = Collections.unmodifiableMap(tree);
        // Once more through its shape: members that came from an update are checked together with the others.
        this.members = RequestReader.read(
                        List.of(S3Members.extendedConfiguration()),
                        Map.of(S3Members.extendedConfiguration().name(), RawTree.of(tree)),
                        Codec.JSON)
                .requiredStructure(S3Members.extendedConfiguration().name());
        Request processing = members.structure("ProcessingConfiguration");
        this.processors =
                processing != null && processing.flag("Enabled") ? Processors.of(processing) : Processors.NONE;
        refuseWhatCannotBeRun();
        check();
    }

    /**
     * Of a request's structure.
     *
     * @throws ServiceException for what contradicts itself, or cannot be run here
     */
    public static S3Destination of(Request asked) {
        Map<String, Object> tree = new LinkedHashMap<>(asked.tree());
        Map<String, Object> hints = new LinkedHashMap<>(Map.of("SizeInMBs", 5, "IntervalInSeconds", 300));
        Request given = asked.structure("BufferingHints");
        if (given != null) {
            hints.putAll(given.tree());
        }
        tree.put("BufferingHints", hints);
        tree.putIfAbsent("CompressionFormat", "UNCOMPRESSED");
        tree.putIfAbsent("EncryptionConfiguration", Map.of("NoEncryptionConfig", "NoEncryption"));
        tree.putIfAbsent("CloudWatchLoggingOptions", Map.of("Enabled", false));
        return new S3Destination(tree);
    }

    /** With the members of an update in the place of these. */
    public S3Destination updated(Request update) {
        Map<String, Object> next = new LinkedHashMap<>(tree);
        update.tree().forEach((name, value) -> {
            String kept = name.equals(S3Members.BACKUP_UPDATE) ? S3Members.BACKUP : name;
            boolean merged = kept.equals(S3Members.BACKUP) || kept.equals("BufferingHints");
            next.put(kept, merged ? merged(next.get(kept), value) : value);
        });
        return new S3Destination(next);
    }

    private static Object merged(@Nullable Object before, Object update) {
        Map<Object, Object> both = new LinkedHashMap<>();
        if (before instanceof Map<?, ?> members) {
            both.putAll(members);
        }
        both.putAll((Map<?, ?>) update);
        return both;
    }

    private void refuseWhatCannotBeRun() {
        refuse(isEnabled("DataFormatConversionConfiguration"), "DataFormatConversionConfiguration");
        refuse(isEnabled("DynamicPartitioningConfiguration"), "DynamicPartitioningConfiguration");
        refuse("Enabled".equals(members.text("S3BackupMode")), "S3BackupMode Enabled");
        String compression = members.requiredText("CompressionFormat");
        refuse(!compression.equals("UNCOMPRESSED"), "CompressionFormat " + compression);
        Request encryption = members.structure("EncryptionConfiguration");
        refuse(encryption != null && encryption.has("KMSEncryptionConfig"), "KMSEncryptionConfig");
    }

    private static void refuse(boolean wanted, String name) {
        if (wanted) {
            throw ServiceException.invalidArgument(name + " cannot be run here.");
        }
    }

    private boolean isEnabled(String name) {
        Request structure = members.structure(name);
        return structure != null && structure.flag("Enabled");
    }

    private void check() {
        if (!BUCKET.matcher(bucket()).matches()) {
            throw ServiceException.invalidArgument(
                    "BucketARN names no bucket that can be a folder: " + members.requiredText("BucketARN"));
        }
        zone();
    }

    /** The bucket's name: 1 to 255 letters, digits, underscores, hyphens and dots, not beginning with a dot. */
    public String bucket() {
        String arn = members.requiredText("BucketARN");
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    public String prefix() {
        return Objects.requireNonNullElse(members.text("Prefix"), "");
    }

    /** Null if none was given. */
    public @Nullable String errorPrefix() {
        String prefix = members.text("ErrorOutputPrefix");
        return prefix == null || prefix.isEmpty() ? null : prefix;
    }

    public long bufferBytes() {
        return hints().integer("SizeInMBs", 0) * BYTES_PER_MEGABYTE;
    }

    public Duration bufferInterval() {
        return Duration.ofSeconds(hints().integer("IntervalInSeconds", 0));
    }

    private Request hints() {
        return members.requiredStructure("BufferingHints");
    }

    public String extension() {
        return Objects.requireNonNullElse(members.text("FileExtension"), "");
    }

    public ZoneId zone() {
        String zone = members.text("CustomTimeZone");
        try {
            return zone == null || zone.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw ServiceException.invalidArgument("CustomTimeZone is not known: " + zone);
        }
    }

    public Processors processors() {
        return processors;
    }

    /** As it is kept. */
    Map<String, Object> tree() {
        return tree;
    }

    static S3Destination ofTree(Request kept) {
        return new S3Destination(new LinkedHashMap<>(kept.tree()));
    }

    /** DestinationDescription: the extended one, and of it the members that the other one has. */
    public Map<String, Object> describe() {
        Map<String, Object> extended = new LinkedHashMap<>(tree);
        Object backup = extended.remove(S3Members.BACKUP);
        if (backup != null) {
            extended.put("S3BackupDescription", backup);
        }
        extended.putIfAbsent("S3BackupMode", "Disabled");
        Map<String, Object> plain = new LinkedHashMap<>(tree);
        plain.keySet().retainAll(S3Members.plainNames());
        return Answer.create()
                .with("DestinationId", ID)
                .with("S3DestinationDescription", plain)
                .with("ExtendedS3DestinationDescription", extended)
                .members();
    }
}
