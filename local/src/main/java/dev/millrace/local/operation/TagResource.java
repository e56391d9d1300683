package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Request;
import org.jspecify.annotations.Nullable;

/** TagResource. */
final class TagResource extends Operation {

    private final Resources resources;

    TagResource(Resources resources) {
        super(TagMembers.tags().mandatory(), Resources.member());
        this.resources = resources;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        resources.get(request).tags().add(request.textMap("Tags"));
        return null;
    }
}
