package dev.millrace.local.stream;

import org.jspecify.annotations.Nullable;

/** Finds resources of one kind by their ARNs. */
@FunctionalInterface
public interface ResourceDirectory {

    /**
     * The attributes of a resource; null if the ARN is of another kind.
     *
     * @throws dev.millrace.local.wire.ServiceException if the ARN is of this kind, and there is no such resource
     */
    @Nullable
    ResourceAttributes find(String arn);
}
