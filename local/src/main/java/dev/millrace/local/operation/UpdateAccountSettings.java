package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.BillingCommitment;
import dev.millrace.local.stream.BillingCommitments;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import java.util.List;

/** UpdateAccountSettings. */
final class UpdateAccountSettings extends Operation {

    private final BillingCommitments commitments;

    UpdateAccountSettings(BillingCommitments commitments) {
        super(Member.structure(
                        AccountSettings.COMMITMENT,
                        List.of(Member.string("Status").mandatory().oneOf("ENABLED", "DISABLED")))
                .mandatory());
        this.commitments = commitments;
    }

    @Override
    public Answer run(Request request, Account caller) {
        BillingCommitment commitment = commitments.of(caller);
        if (request.requiredStructure(AccountSettings.COMMITMENT)
                .requiredText("Status")
                .equals("ENABLED")) {
            commitment.enable();
        } else {
            commitment.disable();
        }
        return AccountSettings.of(commitment);
    }
}
