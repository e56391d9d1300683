package dev.millrace.local.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultPolicyTest {

    private static final FaultedCall PUT = new FaultedCall("PutRecord", "stream");

    @Test
    void textNamesFaultsLatencyTimerAndSeed() {
        FaultPolicy policy = FaultPolicy.parse("throttle=0.25, record-failure=1,latency=10ms..2s,reshard=5s,seed=-7");
        assertThat(policy.seed()).isEqualTo(-7);
        assertThat(policy.reshardEvery()).isEqualTo(Duration.ofSeconds(5));
        assertThat(policy.rules())
                .extracting(FaultRule::fault)
                .containsExactly(Fault.THROTTLE, Fault.RECORD_FAILURE, Fault.LATENCY);
        assertThat(policy.rules().get(0).probability()).isEqualTo(0.25);
        assertThat(policy.rules().get(2).latency())
                .isEqualTo(new Latency(Duration.ofMillis(10), Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "throtle=0.1 | no such fault: 'throtle' (allowed: throttle=PROBABILITY, limit-exceeded=PROBABILITY",
                "throttle | fault without a value: 'throttle'",
                "throttle=lots | no probability: throttle=lots (allowed 0 to 1)",
                "throttle=1.5 | probability out of range: throttle=1.5 (allowed 0 to 1)",
                "throttle=NaN | probability out of range",
                "latency=5 | duration without a unit: latency=5 (such as 250ms, 5s, 1m)",
                "latency=fast | no duration: latency=fast",
                "latency=20ms..10ms | latency out of range",
                "latency=2m | latency out of range",
                "reshard=0s | reshard interval out of range",
                "seed=x | no whole number: seed=x"
            })
    void wrongTextIsRefusedByName(String text, String message) {
        assertThatThrownBy(() -> FaultPolicy.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void probabilityIsKept() {
        Faults faults = new Faults();
        faults.use(FaultPolicy.builder().seed(11).rule(Fault.THROTTLE, 0.3).build());
        int hits = 0;
        for (int i = 0; i < 100_000; i++) {
            hits += faults.on(PUT).has(Fault.THROTTLE) ? 1 : 0;
        }
        assertThat(hits).isBetween(29_000, 31_000);
        assertThat(faults.hits()).containsExactly((long) hits);
    }

    @Test
    void zeroIsNeverAndOneIsAlways() {
        Faults faults = new Faults();
        faults.use(FaultPolicy.builder()
                .rule(Fault.THROTTLE, 0)
                .rule(Fault.INTERNAL_FAILURE, 1)
                .build());
        for (int i = 0; i < 10_000; i++) {
            assertThat(faults.on(PUT).faults()).containsExactly(Fault.INTERNAL_FAILURE);
        }
    }

    @Test
    void delaysAreSpreadOverTheWholeRange() {
        Faults faults = new Faults();
        faults.use(FaultPolicy.builder()
                .latency(new Latency(Duration.ofMillis(10), Duration.ofMillis(20)), 0.5, call -> true)
                .build());
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < 10_000; i++) {
            Faults.Hit hit = faults.on(PUT);
            if (hit.has(Fault.LATENCY)) {
                least = Math.min(least, hit.delayNanos());
                most = Math.max(most, hit.delayNanos());
            }
        }
        assertThat(least).isBetween(10_000_000L, 10_200_000L);
        assertThat(most).isBetween(19_800_000L, 20_000_000L);
    }

    @Test
    void seedsThatDifferByOneGiveUnrelatedFaults() {
        int equal = 0;
        Faults one = new Faults();
        Faults other = new Faults();
        one.use(FaultPolicy.builder().seed(1).rule(Fault.THROTTLE, 0.5).build());
        other.use(FaultPolicy.builder().seed(2).rule(Fault.THROTTLE, 0.5).build());
        for (int i = 0; i < 10_000; i++) {
            equal += one.on(PUT).has(Fault.THROTTLE) == other.on(PUT).has(Fault.THROTTLE) ? 1 : 0;
        }
        assertThat(equal).isBetween(4_700, 5_300);
    }
}
