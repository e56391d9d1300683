package dev.millrace.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Somebody else's kit for children of the daemon, with a record processor on it; and our sample that shares a process. */
enum Kit {
    /** Its sample, as it is, which checkpoints once a minute, and ends no line of what it says. */
    KCLPY_3(
            "kclpysample",
            List.of("Partition Key: cat.*Partition Key: dog.*Partition Key: cat.*Shard has ended checkpointing"),
            List.of("Partition Key: %s"),
            List.of("Shutdown has been requested, checkpointing.*Lease has been lost"),
            false),
    /** Its sample, as it is, which says nothing of records and checkpoints once a minute, and not when it is stopped. */
    KCLPY_1(
            "words",
            List.of("Was told to terminate, will attempt to checkpoint"),
            List.of(),
            List.of("Shutting down due to failover. Will not checkpoint"),
            false),
    /** The package has no sample: one that does what its README says. */
    AWS_KCL(
            "node",
            List.of("word cat", "word dog", "checkpoint at the end"),
            List.of("word %s"),
            List.of("checkpoint at the stop", "lease lost"),
            true),
    /** Several shards in one process, in frames. */
    WORDS_SHARED(
            "shared",
            List.of("\\{'cat': 2, 'dog': 1\\}"),
            List.of("\\{'%s': 1\\}"),
            List.of("another worker counts on"),
            true);

    private final String stream;
    private final List<String> ended;
    private final List<String> read;
    private final List<String> stopped;
    private final boolean checkpoints;

    Kit(String stream, List<String> ended, List<String> read, List<String> stopped, boolean checkpoints) {
        this.stream = stream;
        this.ended = ended;
        this.read = read;
        this.stopped = stopped;
        this.checkpoints = checkpoints;
    }

    /** The one that its properties name. */
    String stream() {
        return stream;
    }

    /** What it has logged when the shard with cat, dog, cat has ended. */
    List<String> ended() {
        return ended;
    }

    /** What it has logged when it was given this word. */
    List<String> read(String word) {
        return read.stream().map(text -> text.formatted(word)).toList();
    }

    /** What it has logged when it was stopped. */
    List<String> stopped() {
        return stopped;
    }

    /** A partition key for a word: with a line feed for a sample that logs keys and never ends a line. */
    String partitionKey(String word) {
        return this == KCLPY_3 ? word + "\n" : word;
    }

    /** Whether it checkpoints its first batch. */
    boolean checkpoints() {
        return checkpoints;
    }

    /** Where its programs are; they go on the {@code PATH}. */
    Path programs() {
        return installed().resolve("bin");
    }

    /** The properties that come with it. */
    String properties() throws IOException {
        if (this == WORDS_SHARED) {
            return String.join(
                    "\n",
                    "executableName = "
                            + Path.of("..", "samples", "words", "words_shared.py")
                                    .toAbsolutePath()
                                    .normalize(),
                    "streamName = shared",
                    "applicationName = SharedWords",
                    "childShards = 4",
                    "AWSCredentialsProvider = DefaultAWSCredentialsProviderChain",
                    "initialPositionInStream = TRIM_HORIZON");
        }
        if (this == AWS_KCL) {
            return String.join(
                    "\n",
                    "executableName = node "
                            + Path.of("src", "test", "resources", "processor.js")
                                    .toAbsolutePath(),
                    "streamName = node",
                    "applicationName = NodeSample",
                    "AWSCredentialsProvider = DefaultAWSCredentialsProviderChain",
                    "processingLanguage = nodejs/20",
                    "initialPositionInStream = TRIM_HORIZON");
        }
        String properties = Files.readString(sampleProperties());
        return this == KCLPY_1 ? properties + "\nchildProtocol = V1" : properties;
    }

    /** The file of this name among the samples of a package for Python. */
    Path sampleProperties() throws IOException {
        try (Stream<Path> found = Files.find(
                installed().resolve("lib"),
                5,
                (file, attributes) -> file.endsWith(Path.of("site-packages", "samples", "sample.properties")))) {
            return found.findFirst().orElseThrow(() -> new AssertionError("no sample.properties: " + this));
        }
    }

    private Path installed() {
        return switch (this) {
            case KCLPY_3, WORDS_SHARED -> Language.installed(Path.of("kclpy3"), Path.of("kclpy3", "installed.txt"));
            case KCLPY_1 -> Language.installed(Path.of("kclpy1"), Path.of("kclpy1", "installed.txt"));
            case AWS_KCL -> Language.installed(Path.of("node"), Path.of("node", "installed.json"));
        };
    }
}
