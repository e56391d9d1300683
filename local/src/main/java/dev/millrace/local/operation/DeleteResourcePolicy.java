package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.ResourceAttributes;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import org.jspecify.annotations.Nullable;

/** DeleteResourcePolicy. */
final class DeleteResourcePolicy extends Operation {

    private final Resources resources;

    DeleteResourcePolicy(Resources resources) {
        super(Resources.member());
        this.resources = resources;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        ResourceAttributes attributes = resources.get(request);
        if (attributes.policy() == null) {
            throw ServiceException.resourceNotFound(
                    "No resource policy found for resource ARN " + Resources.arn(request) + ".");
        }
        attributes.setPolicy(null);
        return null;
    }
}
