package dev.millrace.local.operation;

import dev.millrace.local.stream.BillingCommitment;
import dev.millrace.local.wire.Answer;

/** How answers tell an account's settings. */
final class AccountSettings {

    static final String COMMITMENT = "MinimumThroughputBillingCommitment";

    private AccountSettings() {}

    static Answer of(BillingCommitment commitment) {
        BillingCommitment.Status status = commitment.status();
        return Answer.create()
                .with(
                        COMMITMENT,
                        Answer.create()
                                .with("Status", status.text())
                                .with("StartedAt", status.startedAt())
                                .with("EndedAt", status.endedAt())
                                .with("EarliestAllowedEndAt", status.earliestAllowedEndAt()));
    }
}
