package dev.millrace.local.stream;

import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The commitments of all accounts, each in each region. Safe for use by many threads. */
public final class BillingCommitments {

    private final ConcurrentMap<Account, BillingCommitment> byAccount = new ConcurrentHashMap<>();
    private final Clock clock;

    public BillingCommitments(Clock clock) {
        this.clock = clock;
    }

    public BillingCommitment of(Account account) {
        return byAccount.computeIfAbsent(account, owner -> new BillingCommitment(clock));
    }
}
