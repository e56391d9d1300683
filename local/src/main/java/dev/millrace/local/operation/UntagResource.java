package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Request;
import org.jspecify.annotations.Nullable;

/** UntagResource. */
final class UntagResource extends Operation {

    private final Resources resources;

    UntagResource(Resources resources) {
        super(TagMembers.keys().mandatory(), Resources.member());
        this.resources = resources;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        resources.get(request).tags().remove(request.texts("TagKeys"));
        return null;
    }
}
