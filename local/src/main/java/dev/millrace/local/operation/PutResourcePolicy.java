package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import org.jspecify.annotations.Nullable;

/** PutResourcePolicy: the policy is kept as it came, and nobody asks it. */
final class PutResourcePolicy extends Operation {

    private final Resources resources;

    PutResourcePolicy(Resources resources) {
        super(Resources.member(), Member.string("Policy").mandatory());
        this.resources = resources;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        resources.get(request).setPolicy(request.requiredText("Policy"));
        return null;
    }
}
