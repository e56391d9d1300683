package dev.millrace.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OperationTrafficTest {

    private final OperationTraffic traffic = new OperationTraffic();

    @Test
    void aCallIsInTheBucketsOfItsTimeAndOfAllLongerOnes() {
        traffic.answered(100_000, null);
        traffic.answered(100_001, null);
        traffic.answered(2_000_000_000, null);
        OperationTraffic.Counts counts = traffic.counts();
        assertThat(counts.count()).isEqualTo(3);
        assertThat(counts.nanosSum()).isEqualTo(2_000_200_001L);
        assertThat(counts.cumulative())
                .startsWith(1, 2, 2)
                .endsWith(2, 3)
                .hasSize(OperationTraffic.boundsMicros().length + 1);
    }

    @Test
    void errorsAreCountedByNameAndTheirNamesAreBounded() {
        for (int i = 0; i < 200; i++) {
            traffic.answered(1, "Error" + i);
            traffic.answered(1, "Error0");
        }
        assertThat(traffic.counts().errors())
                .hasSize(51)
                .containsEntry("Error0", 201L)
                .containsEntry("other", 150L);
    }
}
