package dev.millrace.firehose.local.definition;

import dev.millrace.firehose.compression.Compression;
import dev.millrace.firehose.prefix.PrefixExpression;
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
public final class DestinationSettings {

    /** Of the service, which knows no other number of destinations than one. */
    public static final String ID = "destinationId-000000000001";

    private static final Pattern BUCKET = Pattern.compile("[\\w-][\\w.-]{0,254}");
    private static final long BYTES_PER_MEGABYTE = 1 << 20;
    private static final int LEAST_PARTITIONED_MEGABYTES = 64;
    private static final Map<String, Compression> COMPRESSIONS =
            Map.of("UNCOMPRESSED", Compression.NONE, "GZIP", Compression.GZIP);

    private final Map<String, Object> tree;
    private final Request members;
    private final Processors processors;

    private DestinationSettings(Map<String, Object> tree) {
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
    public static DestinationSettings of(Request asked) {
        Map<String, Object> tree = new LinkedHashMap<>(asked.tree());
        Map<String, Object> hints = new LinkedHashMap<>(Map.of("SizeInMBs", 5, "IntervalInSeconds", 300));
        Request given = asked.structure("BufferingHints");
        checkHints(asked);
        if (given != null) {
            hints.putAll(given.tree());
        }
        tree.put("BufferingHints", hints);
        tree.putIfAbsent("CompressionFormat", "UNCOMPRESSED");
        tree.putIfAbsent("EncryptionConfiguration", Map.of("NoEncryptionConfig", "NoEncryption"));
        tree.putIfAbsent("CloudWatchLoggingOptions", Map.of("Enabled", false));
        return new DestinationSettings(tree);
    }

    /** With the members of an update in the place of these. */
    public DestinationSettings updated(Request update) {
        checkHints(update);
        Map<String, Object> next = new LinkedHashMap<>(tree);
        update.tree().forEach((name, value) -> {
            String kept = name.equals(S3Members.BACKUP_UPDATE) ? S3Members.BACKUP : name;
            boolean merged = kept.equals(S3Members.BACKUP) || kept.equals("BufferingHints");
            next.put(kept, merged ? merged(next.get(kept), value) : value);
        });
        return new DestinationSettings(next);
    }

    /** The service wants both of them or none. */
    private static void checkHints(Request bucket) {
        Request hints = bucket.structure("BufferingHints");
        if (hints != null && hints.has("SizeInMBs") != hints.has("IntervalInSeconds")) {
            throw ServiceException.invalidArgument(
                    "BufferingHints has SizeInMBs and IntervalInSeconds, or none of them.");
        }
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
        refuseWhatNoBucketHas(members);
        Request backup = backup();
        if (backup != null) {
            refuseWhatNoBucketHas(backup);
            String compression = backup.text("CompressionFormat");
            refuse(
                    compression != null && !compression.equals(members.text("CompressionFormat")),
                    S3Members.BACKUP + " with another CompressionFormat than that of the destination");
            Request hints = backup.structure("BufferingHints");
            refuse(
                    hints != null && !hints.tree().equals(hints().tree()),
                    S3Members.BACKUP + " with other BufferingHints than those of the destination");
        }
    }

    private static void refuseWhatNoBucketHas(Request bucket) {
        String compression = bucket.text("CompressionFormat");
        refuse(compression != null && !COMPRESSIONS.containsKey(compression), "CompressionFormat " + compression);
        Request encryption = bucket.structure("EncryptionConfiguration");
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
        checkFolder(members);
        Request backup = backup();
        if (backup != null) {
            checkFolder(backup);
        } else if (isBackupEnabled()) {
            throw ServiceException.invalidArgument(S3Members.BACKUP + " is required when S3BackupMode is Enabled.");
        }
        if (isPartitioned() && hints().integer("SizeInMBs", 0) < LEAST_PARTITIONED_MEGABYTES) {
            throw ServiceException.invalidArgument("BufferingHints.SizeInMBs must be at least "
                    + LEAST_PARTITIONED_MEGABYTES + " when Dynamic Partitioning is enabled.");
        }
        if (!isPartitioned() && hasPartitionKeys(prefix())) {
            throw ServiceException.invalidArgument(
                    "DynamicPartitioningConfiguration must be enabled when Prefix has partition keys: " + prefix());
        }
        zone();
    }

    private static boolean hasPartitionKeys(String prefix) {
        try {
            return PrefixExpression.parse(prefix).hasPartitionKeys();
        } catch (IllegalArgumentException e) {
            throw ServiceException.invalidArgument(String.valueOf(e.getMessage()));
        }
    }

    private static void checkFolder(Request bucket) {
        if (!BUCKET.matcher(name(bucket)).matches()) {
            throw ServiceException.invalidArgument(
                    "BucketARN names no bucket that can be a folder: " + bucket.requiredText("BucketARN"));
        }
    }

    private static String name(Request bucket) {
        String arn = bucket.requiredText("BucketARN");
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    /** The bucket's name: 1 to 255 letters, digits, underscores, hyphens and dots, not beginning with a dot. */
    public String bucket() {
        return name(members);
    }

    private boolean isBackupEnabled() {
        return "Enabled".equals(members.text("S3BackupMode"));
    }

    private @Nullable Request backup() {
        return isBackupEnabled() ? members.structure(S3Members.BACKUP) : null;
    }

    /** The bucket that gets all records as they came; null if none does. */
    public @Nullable String backupBucket() {
        Request backup = backup();
        return backup == null ? null : name(backup);
    }

    /** Of the names of objects in the {@link #backupBucket}. */
    public String backupPrefix() {
        Request backup = backup();
        return backup == null ? "" : Objects.requireNonNullElse(backup.text("Prefix"), "");
    }

    /** Whether records are told apart by partition keys. */
    public boolean isPartitioned() {
        return isEnabled("DynamicPartitioningConfiguration");
    }

    public Compression compression() {
        return Objects.requireNonNull(COMPRESSIONS.get(members.requiredText("CompressionFormat")));
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

    /** Empty if none was given. */
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

    static DestinationSettings ofTree(Request kept) {
        return new DestinationSettings(new LinkedHashMap<>(kept.tree()));
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
