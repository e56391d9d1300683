package dev.millrace.cli.firehose;

import dev.millrace.firehose.DeliveryListener;
import dev.millrace.firehose.journal.ObjectState;
import dev.millrace.firehose.journal.Route;
import dev.millrace.text.SafeText;
import java.io.PrintWriter;
import java.util.Locale;

/** Tells each object in a line, and at the end how many there were. */
public final class ToldDeliveries implements DeliveryListener {

    private final PrintWriter out;
    private final PrintWriter err;
    private long objects;
    private long records;
    private long failedRecords;
    private boolean failing;

    public ToldDeliveries(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public synchronized void delivered(ObjectState object) {
        failing = false;
        objects++;
        if (object.route().kind() == Route.Kind.FAILED) {
            failedRecords += object.records();
        } else if (object.route().kind() == Route.Kind.DATA) {
            records += object.records();
        }
        out.println(String.format(
                Locale.ROOT,
                "%s  %,d records  %,d bytes",
                SafeText.of(String.valueOf(object.name())),
                object.records(),
                object.length()));
        out.flush();
    }

    /** The first of those in a row. */
    @Override
    public synchronized void deliveryFailed(ObjectState object, Exception failure) {
        if (!failing) {
            failing = true;
            err.println("millrace: object not delivered, tried again: " + SafeText.of(String.valueOf(object.name()))
                    + ": " + SafeText.of(failure.toString()));
            err.flush();
        }
    }

    /** The last line. */
    public synchronized void end() {
        err.println(String.format(
                Locale.ROOT,
                "millrace: stopped; %,d objects with %,d records, %,d failed ones; what waits is delivered after the"
                        + " next start",
                objects,
                records,
                failedRecords));
        err.flush();
    }
}
