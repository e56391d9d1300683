package dev.millrace.local.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.wire.ServiceException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AccountLimitsTest {

    private static final Account ACCOUNT = new Account(Account.DEFAULT_ID, "us-east-1");

    private static final int CALLERS = 4;
    private static final int ROUNDS = 1_000;

    private final Streams streams = new Streams(Clock.systemUTC(), new AccountLimits(10, 2, 0));

    @Test
    void limitsAreOfOneAccountInOneRegion() {
        streams.create(name(ACCOUNT, "a"), 10, false);
        assertThatThrownBy(() -> streams.create(name(ACCOUNT, "b"), 1, false))
                .isInstanceOf(ServiceException.class)
                .hasMessageStartingWith("LimitExceededException: This request would exceed the shard limit");
        streams.create(name(new Account("123456789012", "us-east-1"), "b"), 10, false);
        streams.create(name(new Account(Account.DEFAULT_ID, "eu-west-1"), "b"), 10, false);
    }

    @Test
    void onDemandStreamsAreCountedAsStreams() {
        streams.create(name(ACCOUNT, "a"), 4, true);
        streams.create(name(ACCOUNT, "b"), 4, true);
        assertThatThrownBy(() -> streams.create(name(ACCOUNT, "c"), 4, true))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("may have 2 streams in on-demand mode");
        streams.create(name(ACCOUNT, "c"), 10, false);
    }

    @Test
    void aNameThatIsTakenIsToldBeforeTheLimit() {
        streams.create(name(ACCOUNT, "a"), 10, false);
        assertThatThrownBy(() -> streams.create(name(ACCOUNT, "a"), 1, false))
                .hasMessage("ResourceInUseException: Stream a under account 000000000000 already exists.");
    }

    /** Many rounds, since the moment between the look and the act is short. */
    @Test
    void callersAtTheSameTimeDoNotExceedALimitTogether() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        CyclicBarrier start = new CyclicBarrier(CALLERS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Account account = new Account(Account.DEFAULT_ID, "region-" + round);
                List<Callable<Boolean>> calls = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    StreamName name = name(account, "stream" + i);
                    calls.add(() -> {
                        start.await(30, TimeUnit.SECONDS);
                        return created(name);
                    });
                }
                int count = 0;
                for (Future<Boolean> call : threads.invokeAll(calls, 30, TimeUnit.SECONDS)) {
                    count += call.get() ? 1 : 0;
                }
                assertThat(count).isEqualTo(1);
                assertThat(streams.openShardCount(account)).isEqualTo(6);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean created(StreamName name) {
        try {
            streams.create(name, 6, false);
            return true;
        } catch (ServiceException e) {
            return false;
        }
    }

    @Test
    void limitsAreWhatTheApiCanTell() {
        assertThat(AccountLimits.RELAXED).isEqualTo(new AccountLimits(1_000_000, 1_000_000, 1_000_000));
        assertThatThrownBy(() -> AccountLimits.RELAXED.withShardCount(1_000_001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shardCount out of range: shardCount=1000001 (allowed 0 to 1000000)");
    }

    private static StreamName name(Account account, String name) {
        return new StreamName(account, name);
    }
}
