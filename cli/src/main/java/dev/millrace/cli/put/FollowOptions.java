package dev.millrace.cli.put;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How files are followed.
 *
 * @param stateFolder where positions are kept
 * @param fromEnd whether a file that has no position yet begins with what comes next, not with what it has
 * @param rotationWait how long a file that was rotated away must be quiet until it counts as finished
 */
public record FollowOptions(Path stateFolder, boolean fromEnd, Duration rotationWait) {}
