package dev.millrace.firehose;

import dev.millrace.firehose.journal.ObjectState;
import dev.millrace.firehose.journal.Route;
import dev.millrace.firehose.prefix.ObjectNaming;
import dev.millrace.firehose.prefix.ObjectPrefixes;
import dev.millrace.firehose.prefix.PrefixException;
import dev.millrace.firehose.prefix.PrefixExpression;
import dev.millrace.firehose.prefix.PrefixValues;
import dev.millrace.firehose.transformation.FailedRecord;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names of a delivery stream's objects, by their routes. */
record ObjectNames(ObjectNaming naming, ObjectPrefixes prefixes, PrefixExpression backup) {

    /** Where objects go that have no name by the prefixes: these were others when the objects were opened. */
    private static final PrefixExpression UNNAMED = PrefixExpression.parse("unnamed/!{timestamp:yyyy/MM/dd/HH/}");

    private static final Logger LOG = LoggerFactory.getLogger(ObjectNames.class);

    /** An object's name. There is always one, so that nothing waits behind an object for ever. */
    String name(ObjectState object) {
        try {
            return byPrefix(object);
        } catch (PrefixException e) {
            String name = naming.name(UNNAMED, values(object.route(), object.oldest()), object.id());
            LOG.warn("an object has no name by the prefixes: route={} name={}", object.route(), name, e);
            return name;
        }
    }

    private String byPrefix(ObjectState object) {
        PrefixValues values = values(object.route(), object.oldest());
        return switch (object.route().kind()) {
            case DATA -> naming.name(prefixes.data(), values, object.id());
            case BACKUP -> naming.name(backup, values, object.id());
            case FAILED ->
                naming.withExtension("").name(prefixes.error(), values.failed(FailedRecord.OUTPUT_TYPE), object.id());
        };
    }

    /**
     * Finds out whether there can be names at all: with partition keys of one character, which are the shortest.
     *
     * @throws PrefixException if a prefix evaluates to too many characters
     */
    void check(Instant time) {
        PrefixExpression data = prefixes.data();
        check(new Route(Route.Kind.DATA, shortest(data.keysFromLambda()), shortest(data.keysFromQuery())), time);
        PrefixValues values = PrefixValues.at(time);
        String unusedError = prefixes.error().evaluate(values.failed(FailedRecord.OUTPUT_TYPE), naming.zone());
        String unusedBackup = backup.evaluate(values, naming.zone());
    }

    private static Map<String, String> shortest(Set<String> keys) {
        return keys.stream().collect(Collectors.toMap(key -> key, key -> "0"));
    }

    /**
     * Finds out whether records of a route can be named.
     *
     * @throws PrefixException if a partition key is missing, or the name is too long
     */
    void check(Route route, Instant time) {
        String unused = prefixes.data().evaluate(values(route, time), naming.zone());
    }

    private static PrefixValues values(Route route, Instant time) {
        return new PrefixValues(time, route.keysFromLambda(), route.keysFromQuery(), null);
    }
}
