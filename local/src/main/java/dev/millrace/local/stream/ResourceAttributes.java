package dev.millrace.local.stream;

import org.jspecify.annotations.Nullable;

/** What every resource with an ARN has: tags, and perhaps a policy, which is kept and never judged. */
public final class ResourceAttributes {

    private final Tags tags;
    private volatile @Nullable String policy;

    /** See {@link Tags} about the owner. */
    public ResourceAttributes(String owner) {
        this.tags = new Tags(owner);
    }

    public Tags tags() {
        return tags;
    }

    public @Nullable String policy() {
        return policy;
    }

    /** Null removes it. */
    public void setPolicy(@Nullable String policy) {
        this.policy = policy;
    }
}
