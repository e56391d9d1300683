package dev.millrace.multilang.properties;

import static dev.millrace.text.PropertyKey.refused;
import static dev.millrace.text.PropertyKey.unused;
import static dev.millrace.text.PropertyKey.used;

import dev.millrace.multilang.process.Program;
import dev.millrace.multilang.shard.ChildProtocol;
import dev.millrace.processor.StartPosition;
import dev.millrace.text.PropertyKey;
import dev.millrace.text.PropertyValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** Keys for the daemon itself: its children, its application, its stream. */
final class DaemonKeys {

    private static final long YEAR_MILLIS = 366L * 24 * 60 * 60 * 1000;
    private static final Pattern APPLICATION = Pattern.compile("[a-zA-Z0-9_.-]{3,246}");
    private static final Pattern STREAM = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final String NAME_RULE = "3 to 246 characters of a-z A-Z 0-9 _ . -";

    private DaemonKeys() {}

    static List<PropertyKey<DaemonDraft>> all() {
        return List.of(
                used("executableName", DaemonKeys::program),
                used(
                        "timeoutInSeconds",
                        (value, draft) -> draft.silenceMillis = value.number(1, YEAR_MILLIS / 1000) * 1000),
                used("shutdownGraceMillis", (value, draft) -> draft.graceMillis = value.number(0, YEAR_MILLIS)),
                used("maxActiveThreads", DaemonKeys::threads),
                unused("processingLanguage", "it was only ever part of a log line", (value, draft) -> {}),
                used("engine", (value, draft) -> draft.engine = value.oneOf(Engine.class)),
                used("checkpointFolder", DaemonKeys::checkpointFolder),
                used("childMaxFailures", (value, draft) -> draft.maxFailures = value.integer(1, Integer.MAX_VALUE)),
                used("childFailurePolicy", (value, draft) -> draft.childPolicy = value.oneOf(ChildPolicy.class)),
                used("childProtocol", (value, draft) -> draft.childProtocol = value.oneOf(ChildProtocol.class)),
                used("childShards", (value, draft) -> draft.childShards = value.integer(1, 10_000)),
                used("childReplayBytes", (value, draft) -> draft.replayBytes = value.number(0, Long.MAX_VALUE)),
                used("applicationName", DaemonKeys::application),
                used("appName", "applicationName", (value, draft) -> {
                    application(value, draft);
                    draft.note(value.key() + " is an old name (the key is now called applicationName)");
                }),
                used(
                        "streamName",
                        (value, draft) ->
                                draft.streamName = value.matching(STREAM, "1 to 128 characters of a-z A-Z 0-9 _ . -")),
                used("streamArn", DaemonKeys::streamArn),
                used("workerId", (value, draft) -> draft.workerId = notEmpty(value)),
                used("workerIdentifier", "workerId", (value, draft) -> draft.workerId = notEmpty(value)),
                used("tableName", (value, draft) -> draft.tableName = value.matching(APPLICATION, NAME_RULE)),
                used(
                        "regionName",
                        (value, draft) -> draft.region = value.matching(ClientKeys.REGION, ClientKeys.REGION_RULE)),
                used("initialPositionInStream", DaemonKeys::position),
                used(
                        "initialPositionInStreamExtended",
                        "initialPositionInStream",
                        (value, draft) -> draft.start = StartPosition.atTimestamp(
                                Instant.ofEpochSecond(value.number(0, Integer.MAX_VALUE * 4L)))),
                unused(
                        "validateSequenceNumberBeforeCheckpointing",
                        "every checkpoint is checked",
                        (value, draft) -> value.flag()),
                refused("billingMode", "the table of leases is made with on-demand capacity"),
                refused("shardPrioritization", "the reference daemon takes no value for it either"));
    }

    private static void program(PropertyValue value, DaemonDraft draft) {
        Program program = Program.parse(notEmpty(value));
        if (!program.isThere()) {
            throw value.wrong(
                    "names no program",
                    "one of the PATH, or the path of one that may be run; words are separated by blanks, there are no"
                            + " quotes");
        }
        draft.program = program;
    }

    /** The reference's number of threads counts the library's too. Here it is one for each shard whose child works. */
    private static void threads(PropertyValue value, DaemonDraft draft) {
        int count = value.integer(-1, 100_000);
        if (count > 0) {
            draft.threads = count;
        }
        draft.note(value.key() + " has no meaning with engine=kcl: there is a thread for each shard");
    }

    private static void checkpointFolder(PropertyValue value, DaemonDraft draft) {
        try {
            draft.checkpointFolder = Path.of(notEmpty(value));
        } catch (InvalidPathException e) {
            throw value.wrong("is no path", "a folder, which is made if it is missing");
        }
    }

    private static void application(PropertyValue value, DaemonDraft draft) {
        draft.application = value.matching(APPLICATION, NAME_RULE);
    }

    private static void streamArn(PropertyValue value, DaemonDraft draft) {
        if (!DaemonDraft.isStreamArn(value.text())) {
            throw value.wrong("is no ARN of a stream", "arn:aws:kinesis:REGION:ACCOUNT:stream/NAME");
        }
        draft.streamArn = value.text();
    }

    private static void position(PropertyValue value, DaemonDraft draft) {
        draft.start = value.oneOf("LATEST", "TRIM_HORIZON").equals("LATEST")
                ? StartPosition.latest()
                : StartPosition.trimHorizon();
    }

    private static String notEmpty(PropertyValue value) {
        if (value.text().isEmpty()) {
            throw value.wrong("is empty", "a value is wanted");
        }
        return value.text();
    }
}
