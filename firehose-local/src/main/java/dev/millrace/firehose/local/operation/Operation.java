package dev.millrace.firehose.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import java.util.List;

/** One operation of the API. Its class bears the operation's name. Safe for use by many threads. */
abstract class Operation {

    private final List<Member> members;

    /** An operation whose request has these members, in the order in which their errors are reported. */
    Operation(List<Member> members) {
        this.members = List.copyOf(members);
    }

    final String name() {
        return getClass().getSimpleName();
    }

    final List<Member> members() {
        return members;
    }

    /** Does the work. Errors are {@code ServiceException}s. */
    abstract Answer run(Request request, Account caller);
}
