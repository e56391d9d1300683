package dev.millrace.firehose.journal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;

/**
 * How a journal is kept.
 *
 * @param folder its own; made if missing
 * @param objectBytes an object is sealed when it has as many
 * @param interval an object is sealed when it is as old
 * @param journalBytes from then on there is no room, until objects are delivered
 * @param naming gives an object that is sealed its name
 * @param form of objects that are sealed from now on: one line, kept with each, so that its bytes stay what they are
 * @param clock for the age of objects
 */
public record JournalSettings(
        Path folder,
        long objectBytes,
        Duration interval,
        long journalBytes,
        Function<ObjectState, String> naming,
        String form,
        Clock clock) {}
