package dev.millrace.local.server;

import dev.millrace.local.wire.ServiceException;
import java.util.Set;

/** A failure of the service itself, by the name that an operation's documentation gives it, if it speaks of one at all. */
final class InternalFailure {

    private static final Set<String> DOCUMENTED = Set.of(
            "DeleteResourcePolicy",
            "GetRecords",
            "GetResourcePolicy",
            "GetShardIterator",
            "ListTagsForResource",
            "PutRecord",
            "PutRecords",
            "PutResourcePolicy",
            "TagResource",
            "UntagResource");

    private InternalFailure() {}

    static ServiceException of(String operation) {
        return DOCUMENTED.contains(operation)
                ? ServiceException.internalFailureException()
                : ServiceException.internalFailure();
    }
}
