package dev.millrace.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.child.protocol.Message;
import dev.millrace.child.protocol.MessageWriter;
import dev.millrace.child.protocol.ProtocolRecord;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.RecordProcessor;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How small a child is and how fast it starts, with the flags that are recommended. Prints what it measures. */
class FootprintTest {

    private static final long MEBIBYTE = 1 << 20;

    /** Looks at each record and keeps none. */
    static final class Idle implements RecordProcessor {

        public static void main(String[] args) {
            KclProcess.of(new Idle()).run();
        }

        @Override
        public void processRecords(ProcessRecordsInput input) {
            long bytes = input.records().stream()
                    .mapToLong(record -> record.data().remaining())
                    .sum();
            System.err.println("bytes=" + bytes);
        }
    }

    @Test
    void childStartsSoon() throws Exception {
        long[] millis = new long[5];
        for (int i = 0; i < millis.length; i++) {
            long begun = System.nanoTime();
            try (StartedChild child = StartedChild.of(Idle.class)) {
                child.daemon.initialize();
                millis[i] = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                child.daemon.end();
            }
        }
        Arrays.sort(millis);
        System.out.println(
                "start to first status: medianMillis=" + millis[millis.length / 2] + " all=" + Arrays.toString(millis));
        assertThat(millis[millis.length / 2]).isLessThan(5_000);
    }

    @Test
    void childIsSmallAndTakesBatchesOfTenMebibytes() throws Exception {
        try (StartedChild child = StartedChild.of(Idle.class)) {
            MessageWriter daemon = MessageWriter.ofDaemon(child.process.getOutputStream());
            child.daemon.initialize();
            long idle = child.residentBytes(false);
            Message small = batch(1000, 1000);
            for (int i = 0; i < 30; i++) {
                daemon.write(small);
                child.daemon.hearStatus("processRecords");
            }
            long busy = child.residentBytes(false);
            for (Message large : List.of(batch(1, 10 << 20), batch(10, 1 << 20), batch(10_000, 1 << 10))) {
                daemon.write(large);
                child.daemon.hearStatus("processRecords");
            }
            System.out.println("resident: idleMebibytes=" + idle / MEBIBYTE + " after30BatchesOf1000x1000Bytes="
                    + busy / MEBIBYTE + " atMostWith10MebibyteBatches=" + child.residentBytes(true) / MEBIBYTE);
            assertThat(idle).isLessThan(120 * MEBIBYTE);
            assertThat(child.residentBytes(true)).isLessThan(300 * MEBIBYTE);
            child.daemon.end();
            assertThat(child.errors()).contains("bytes=" + (10 << 20));
        }
    }

    private static Message batch(int count, int length) {
        List<ProtocolRecord> records = new ArrayList<>();
        byte[] data = new byte[length];
        for (int i = 0; i < count; i++) {
            records.add(new ProtocolRecord(ByteBuffer.wrap(data), "partition-key-" + i, "495", Instant.EPOCH, i));
        }
        return new Message.ProcessRecords(records, 0L);
    }
}
