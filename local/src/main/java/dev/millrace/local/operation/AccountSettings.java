package dev.millrace.local.operation;

import dev.millrace.local.stream.BillingCommitment;
import dev.millrace.local.wire.Answer;

/** How answers tell an account's settings. */
final class AccountSettings {

    static final String COMMITMENT = "MinimumThroughputBillingCommitment";

    private AccountSettings() {}

    static Answer of(BillingCommitment commitment) {
        BillingCommitment.State state = commitment.state();
        return Answer.create()
                .with(
                        COMMITMENT,
                        Answer.create()
                                .with("Status", state.status())
                                .with("StartedAt", state.startedAt())
                                .with("EndedAt", state.endedAt())
                                .with("EarliestAllowedEndAt", state.earliestAllowedEndAt()));
    }
}
