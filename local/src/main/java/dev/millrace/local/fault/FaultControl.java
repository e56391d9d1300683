package dev.millrace.local.fault;

import java.util.List;

/** What the faults of a service are set and read by. */
public final class FaultControl implements AutoCloseable {

    private final Faults faults;
    private final Reshaping reshaping;

    public FaultControl(Faults faults, Reshaping reshaping) {
        this.faults = faults;
        this.reshaping = reshaping;
    }

    /** Puts a policy in force, in the place of the one before. */
    public void use(FaultPolicy policy) {
        faults.use(policy);
        reshaping.use(policy);
    }

    public FaultPolicy policy() {
        return faults.policy();
    }

    /** How often each rule of the policy in force has hit, in its order. */
    public List<Long> hits() {
        return faults.hits();
    }

    /** Ends the timer. */
    @Override
    public void close() {
        reshaping.close();
    }
}
