package dev.millrace.local.operation;

import dev.millrace.local.stream.Retention;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;

/** What the two operations that change a stream's retention share. */
final class RetentionPeriod {

    private static final String HOURS = "RetentionPeriodHours";

    private RetentionPeriod() {}

    static Member member() {
        return Member.of(HOURS, MemberType.INTEGER).mandatory();
    }

    static int requested(Request request) {
        int hours = request.integer(HOURS, 0);
        if (hours < Retention.MIN_HOURS) {
            throw ServiceException.invalidArgument("Minimum allowed retention period is " + Retention.MIN_HOURS
                    + " hours. Requested retention period (" + hours + " hours) is too short.");
        }
        if (hours > Retention.MAX_HOURS) {
            throw ServiceException.invalidArgument("Maximum allowed retention period is " + Retention.MAX_HOURS
                    + " hours. Requested retention period (" + hours + " hours) is too long.");
        }
        return hours;
    }

    /** The wrong one of the two operations was called. */
    static ServiceException refused(Stream stream, int hours, String direction, String other) {
        return ServiceException.invalidArgument("Requested retention period (" + hours + " hours) for stream "
                + stream.name().name() + " can not be " + direction + " than existing retention period ("
                + stream.retention().hours() + " hours). Use " + other + " API.");
    }
}
