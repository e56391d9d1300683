package dev.millrace.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.RecordProcessor;
import java.lang.System.Logger.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Lines for the daemon's log, where it takes them and where it does not. */
@Isolated("the log is the process's")
class DaemonLogTest {

    private static final RecordProcessor SAYING = new RecordProcessor() {
        @Override
        public void processRecords(ProcessRecordsInput input) {
            DaemonLog.log(Level.WARNING, "gr\u00fc\u00dfe\n\"2\"");
            DaemonLog.log(Level.ERROR, "failed", new IllegalStateException("why"));
        }
    };

    @Test
    void linesGoToADaemonThatTakesThem() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.of(SAYING), Extensions.parse("log"))) {
            daemon.initialize();
            daemon.sayRecords("1/0");
            assertThat(daemon.hear())
                    .isEqualTo("{\"action\":\"log\",\"level\":\"WARN\",\"message\":\"gr\u00fc\u00dfe\\n\\\"2\\\"\"}");
            assertThat(daemon.hear())
                    .startsWith("{\"action\":\"log\",\"level\":\"ERROR\",\"message\":\"failed\\n")
                    .contains("IllegalStateException: why\\n\\tat ");
            daemon.hearStatus("processRecords");
            daemon.end();
        }
    }

    @Test
    void otherDaemonsHearNothingOfThem() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.of(SAYING), Extensions.parse(null))) {
            daemon.initialize();
            daemon.sayRecords("1/0");
            daemon.hearStatus("processRecords");
            daemon.end();
        }
    }

    @Test
    void levelsThatNoLineHasAreRefused() {
        assertThatThrownBy(() -> DaemonLog.log(Level.OFF, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no level of a line: OFF");
    }
}
