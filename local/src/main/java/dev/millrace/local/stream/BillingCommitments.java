package dev.millrace.local.stream;

import dev.millrace.local.state.SavedPart;
import dev.millrace.local.state.State;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The commitments of all accounts, each in each region. Safe for use by many threads. */
public final class BillingCommitments {

    private final ConcurrentMap<Account, BillingCommitment> byAccount = new ConcurrentHashMap<>();
    private final Clock clock;
    private final SavedPart saved;

    /** Those that were saved. */
    public BillingCommitments(Clock clock, SavedPart saved) {
        this.clock = clock;
        this.saved = saved;
        State state = saved.saved();
        if (state != null) {
            state.states("commitments")
                    .forEach(kept -> byAccount.put(
                            new Account(kept.text("account"), kept.text("region")),
                            new BillingCommitment(kept.state("commitment"), clock, this::save)));
        }
    }

    private void save() {
        saved.save(() -> {
            List<State> states = new ArrayList<>();
            byAccount.forEach((account, commitment) -> states.add(State.create()
                    .with("account", account.id())
                    .with("region", account.region())
                    .with("commitment", commitment.state())));
            return State.create().with("commitments", states);
        });
    }

    public BillingCommitment of(Account account) {
        return byAccount.computeIfAbsent(account, owner -> new BillingCommitment(clock, this::save));
    }
}
