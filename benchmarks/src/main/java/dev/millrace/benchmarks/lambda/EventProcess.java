package dev.millrace.benchmarks.lambda;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.sun.management.ThreadMXBean;
import dev.millrace.benchmarks.SideProcess;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * One side in a process of its own: first a cold event of one Kinesis record, as after a cold start, then full ones. Prints
 * the time of a full event in milliseconds, what was allocated for it in bytes, the time of the cold one in milliseconds,
 * and how many classes that has loaded.
 */
final class EventProcess {

    private EventProcess() {}

    /** Arguments: side, file of one aggregated record, how many of them an event has, user records in one, seconds. */
    public static void main(String[] arguments) throws Exception {
        EventSide side = arguments[0].equals("millrace") ? new MillraceSide() : new KinesisAggregationSide();
        byte[] aggregate = Files.readAllBytes(Path.of(arguments[1]));
        int count = Integer.parseInt(arguments[2]);
        int userRecords = Integer.parseInt(arguments[3]);
        long measureNanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[4]));
        List<KinesisEventRecord> one = event(aggregate, 1);
        List<KinesisEventRecord> full = event(aggregate, count);

        long classesBefore = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
        long begin = System.nanoTime();
        check(side.userRecords(one), userRecords);
        long coldNanos = System.nanoTime() - begin;
        long classes = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount() - classesBefore;

        repeat(side, full, (long) count * userRecords, measureNanos);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
        begin = System.nanoTime();
        long rounds = repeat(side, full, (long) count * userRecords, measureNanos);
        double millis = (System.nanoTime() - begin) / 1e6 / rounds;
        double allocated = (double) (threads.getCurrentThreadAllocatedBytes() - allocatedBefore) / rounds;
        System.out.println(SideProcess.RESULT
                + String.format(Locale.ROOT, "%f %f %f %d", millis, allocated, coldNanos / 1e6, classes));
    }

    private static long repeat(EventSide side, List<KinesisEventRecord> event, long expected, long nanos) {
        long rounds = 0;
        for (long begin = System.nanoTime(); System.nanoTime() - begin < nanos; rounds++) {
            // The KCL moves the positions of the buffers that it is given.
            event.forEach(record -> record.getKinesis().getData().rewind());
            check(side.userRecords(event), expected);
        }
        return rounds;
    }

    private static void check(long found, long expected) {
        if (found != expected) {
            System.out.println(SideProcess.FAILURE + "user records: found=" + found + " expected=" + expected);
            System.exit(1);
        }
    }

    private static List<KinesisEventRecord> event(byte[] aggregate, int count) {
        List<KinesisEventRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            KinesisEvent.Record kinesis = new KinesisEvent.Record();
            kinesis.setPartitionKey("a");
            kinesis.setSequenceNumber(Integer.toString(1000 + i));
            kinesis.setData(ByteBuffer.wrap(aggregate));
            kinesis.setApproximateArrivalTimestamp(Date.from(Instant.EPOCH));
            KinesisEventRecord record = new KinesisEventRecord();
            record.setKinesis(kinesis);
            records.add(record);
        }
        return records;
    }
}
