package dev.millrace.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.processor.Checkpointer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which a daemon ends a child. */
class EndingsTest {

    private final RecordedProcessor processor = new RecordedProcessor(Checkpointer::checkpoint);

    @Test
    void leaseLost() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.say("{\"action\":\"leaseLost\"}");
            daemon.hearStatus("leaseLost");
            daemon.end();
        }
        assertThat(processor.calls).isEqualTo(List.of("initialize", "leaseLost"));
    }

    @Test
    void shutdownRequestedAndThenLeaseLost() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.sayRecords("7/0");
            daemon.serveCheckpoint();
            daemon.hearStatus("processRecords");
            daemon.say("{\"action\":\"shutdownRequested\"}");
            daemon.serveCheckpoint();
            daemon.hearStatus("shutdownRequested");
            daemon.say("{\"action\":\"leaseLost\"}");
            daemon.hearStatus("leaseLost");
            daemon.end();
        }
        assertThat(processor.calls)
                .isEqualTo(List.of("initialize", "processRecords", "shutdownRequested", "leaseLost"));
    }

    @Test
    void shardEndedIsCheckpointedWithoutAPlace() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.sayRecords("7/0", "7/1");
            daemon.serveCheckpoint();
            daemon.hearStatus("processRecords");
            daemon.say("{\"action\":\"shardEnded\"}");
            daemon.serveCheckpoint();
            daemon.hearStatus("shardEnded");
            daemon.end();
        }
        assertThat(processor.calls).isEqualTo(List.of("initialize", "processRecords", "shardEnded"));
    }

    /** A daemon that does not have its checkpoint may ask once more. */
    @Test
    void shardMayEndAgain() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            for (int i = 0; i < 2; i++) {
                daemon.say("{\"action\":\"shardEnded\"}");
                daemon.serveCheckpoint();
                daemon.hearStatus("shardEnded");
            }
            daemon.end();
        }
        assertThat(processor.calls).isEqualTo(List.of("initialize", "shardEnded", "shardEnded"));
    }

    /** A daemon that has no time for more, or is no more. */
    @Test
    void inputEndsWithoutAWord() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.end();
        }
        assertThat(processor.calls).isEqualTo(List.of("initialize"));
    }

    @Test
    void inputEndsBeforeTheFirstWord() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.end();
        }
        assertThat(processor.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TERMINATE, shardEnded",
        "SHARD_END, shardEnded",
        "REQUESTED, shutdownRequested",
        "ZOMBIE, leaseLost",
        "LEASE_LOST, leaseLost",
        "SOMETHING_NEW, leaseLost",
    })
    void shutdownOfOldDaemonsIsOneOfTheThree(String reason, String call) throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.say("{\"action\":\"shutdown\",\"reason\":\"" + reason + "\"}");
            if (!call.equals("leaseLost")) {
                daemon.serveCheckpoint();
            }
            daemon.hearStatus("shutdown");
            daemon.end();
        }
        assertThat(processor.calls).isEqualTo(List.of("initialize", call));
    }
}
