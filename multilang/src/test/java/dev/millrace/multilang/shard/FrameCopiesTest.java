package dev.millrace.multilang.shard;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.millrace.child.protocol.FrameReader;
import dev.millrace.child.protocol.FrameWriter;
import dev.millrace.child.protocol.Message;
import dev.millrace.child.protocol.ProtocolRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a batch of 10 MiB costs in memory beside itself. */
class FrameCopiesTest {

    private static final int TEN_MEBIBYTES = 10 << 20;

    private final Message batch = new Message.ProcessRecords(
            List.of(new ProtocolRecord(ByteBuffer.allocate(TEN_MEBIBYTES).asReadOnlyBuffer(), "key", "1", null, 0)),
            0L);

    private interface Step {
        void run() throws Exception;
    }

    private static long allocated(Step step) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        step.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        step.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void dataGoOutThroughASmallBuffer() throws Exception {
        FrameWriter writer = new FrameWriter(OutputStream.nullOutputStream());
        assertThat(allocated(() -> writer.write("shard", batch))).isLessThan(32 * 1024);
    }

    @Test
    void dataComeInOnce() throws Exception {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        new FrameWriter(frame).write("shard", batch);
        byte[] bytes = frame.toByteArray();
        assertThat(allocated(() -> assertThat(new FrameReader(new ByteArrayInputStream(bytes)).read() == null)
                        .isFalse()))
                .isBetween((long) TEN_MEBIBYTES, TEN_MEBIBYTES + 256 * 1024L);
    }
}
