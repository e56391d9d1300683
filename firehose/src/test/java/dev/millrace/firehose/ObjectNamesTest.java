package dev.millrace.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.firehose.journal.ObjectState;
import dev.millrace.firehose.journal.Route;
import dev.millrace.firehose.prefix.ObjectNaming;
import dev.millrace.firehose.prefix.ObjectPrefixes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ObjectNamesTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    private static String name(Route route) {
        ObjectNames names = new ObjectNames(
                new ObjectNaming("words", 1, ZoneOffset.UTC, ""),
                ObjectPrefixes.of("of/!{partitionKeyFromQuery:customer}/", "bad/!{firehose:error-output-type}/"),
                ObjectPrefixes.ofBackup(""));
        return names.name(new ObjectState(new UUID(0, 1), null, "", route, 1, 1, TIME, TIME, Map.of()));
    }

    @Test
    void objectHasTheNameOfItsRoute() {
        assertThat(name(new Route(Route.Kind.DATA, Map.of(), Map.of("customer", "a"))))
                .startsWith("of/a/words-1-2026-01-02-03-04-05-");
    }

    /** It was opened when the prefixes were others. */
    @Test
    void objectWithoutTheKeysOfThePrefixHasANameNevertheless() {
        assertThat(name(Route.DATA)).startsWith("unnamed/2026/01/02/03/words-1-");
    }
}
