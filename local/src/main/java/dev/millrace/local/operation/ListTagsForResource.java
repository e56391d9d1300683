package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Request;

/** ListTagsForResource. */
final class ListTagsForResource extends Operation {

    private final Resources resources;

    ListTagsForResource(Resources resources) {
        super(Resources.member());
        this.resources = resources;
    }

    @Override
    public Answer run(Request request, Account caller) {
        return Answer.create()
                .with("Tags", TagMembers.answer(resources.get(request).tags().all()));
    }
}
