package dev.millrace.local.operation;

import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;

/** The parameter of calls that are only rehearsed. */
final class DryRun {

    private static final String NAME = "DryRun";

    private DryRun() {}

    static Member member() {
        return Member.of(NAME, MemberType.BOOLEAN);
    }

    /** Ends a rehearsed call where it would have had its effect, so that every other error comes first. */
    static void end(Request request) {
        if (request.flag(NAME)) {
            throw ServiceException.dryRun();
        }
    }
}
