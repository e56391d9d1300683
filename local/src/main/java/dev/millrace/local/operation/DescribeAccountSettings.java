package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.BillingCommitments;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Request;

/** DescribeAccountSettings. */
final class DescribeAccountSettings extends Operation {

    private final BillingCommitments commitments;

    DescribeAccountSettings(BillingCommitments commitments) {
        super();
        this.commitments = commitments;
    }

    @Override
    public Answer run(Request request, Account caller) {
        return AccountSettings.of(commitments.of(caller));
    }
}
