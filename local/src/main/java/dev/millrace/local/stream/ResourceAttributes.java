package dev.millrace.local.stream;

import dev.millrace.local.state.State;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every resource with an ARN has: tags, and perhaps a policy, which is kept and never judged. */
public final class ResourceAttributes {

    private final Tags tags;
    private final Runnable changed;
    private volatile @Nullable String policy;

    /** None yet; see {@link Tags} about the owner, and about who is told of changes. */
    public ResourceAttributes(String owner, Runnable changed) {
        this.tags = new Tags(owner, Map.of(), changed);
        this.changed = changed;
    }

    /** As they were kept. */
    public ResourceAttributes(State state, String owner, Runnable changed) {
        this.tags = new Tags(owner, state.textMap("tags"), changed);
        this.changed = changed;
        this.policy = state.textOrNull("policy");
    }

    public State state() {
        return State.create().with("tags", tags.all()).with("policy", policy);
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
        changed.run();
    }
}
