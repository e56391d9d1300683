package dev.millrace.firehose;

import dev.millrace.firehose.journal.ObjectState;
import dev.millrace.firehose.journal.Route;
import dev.millrace.firehose.prefix.ObjectNaming;
import dev.millrace.firehose.prefix.ObjectPrefixes;
import dev.millrace.firehose.prefix.PrefixExpression;
import dev.millrace.firehose.prefix.PrefixValues;
import dev.millrace.firehose.transformation.FailedRecord;
import java.time.Instant;

/** Names of a delivery stream's objects, by their routes. */
record ObjectNames(ObjectNaming naming, ObjectPrefixes prefixes, PrefixExpression backup) {

    String name(ObjectState object) {
        PrefixValues values = values(object.route(), object.oldest());
        return switch (object.route().kind()) {
            case DATA -> naming.name(prefixes.data(), values, object.id());
            case BACKUP -> naming.name(backup, values, object.id());
            case FAILED ->
                naming.withExtension("").name(prefixes.error(), values.failed(FailedRecord.OUTPUT_TYPE), object.id());
        };
    }

    /**
     * Finds out whether records of a route can be named.
     *
     * @throws dev.millrace.firehose.prefix.PrefixException if a partition key is missing, or the name is too long
     */
    void check(Route route, Instant time) {
        String unused = prefixes.data().evaluate(values(route, time), naming.zone());
    }

    private static PrefixValues values(Route route, Instant time) {
        return new PrefixValues(time, route.keysFromLambda(), route.keysFromQuery(), null);
    }
}
