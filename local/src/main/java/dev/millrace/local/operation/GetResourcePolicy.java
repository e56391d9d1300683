package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Request;

/** GetResourcePolicy. */
final class GetResourcePolicy extends Operation {

    /** What the service gives for a resource without a policy. */
    private static final String NONE = "{}";

    private final Resources resources;

    GetResourcePolicy(Resources resources) {
        super(Resources.member());
        this.resources = resources;
    }

    @Override
    public Answer run(Request request, Account caller) {
        String policy = resources.get(request).policy();
        return Answer.create().with("Policy", policy == null ? NONE : policy);
    }
}
