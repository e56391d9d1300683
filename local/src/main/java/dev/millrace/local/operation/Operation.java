package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One operation of the API. Its class bears the operation's name. Safe for use by many threads. */
public abstract class Operation {

    private final List<Member> members;

    /** An operation whose request has these members, in the order in which their errors are reported. */
    Operation(Member... members) {
        this.members = List.of(members);
    }

    /** The name in {@code X-Amz-Target}. */
    public final String name() {
        return getClass().getSimpleName();
    }

    public final List<Member> members() {
        return members;
    }

    /** Does the work. Null means an answer without a body; errors are {@code ServiceException}s. */
    public abstract @Nullable Answer run(Request request, Account caller);
}
