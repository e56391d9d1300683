package dev.millrace.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.stream.SequenceNumber;
import dev.millrace.local.stream.StoredRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentedLogTest {

    private static final ShardPlace SHARD = new ShardPlace(5, 1_000);
    private static final long ARRIVAL = 2_000_000;
    private static final String FIRST_FILE = "00000000000000000001.log";

    @TempDir
    private Path folder;

    private final List<TornTail> tornTails = new ArrayList<>();

    @Test
    void nothingIsOnDiskBeforeTheFirstRecord() {
        Path own = folder.resolve("shard");
        SegmentedLog log = SegmentedLog.open(own, SHARD, false, new SegmentScan(tornTails::add, false));
        assertThat(log.firstIndex()).isEqualTo(1);
        assertThat(log.nextIndex()).isEqualTo(1);
        assertThat(log.byteCount()).isZero();
        assertThat(own).doesNotExist();
        log.append(List.of(record(1, ARRIVAL, 3)));
        assertThat(own.resolve(FIRST_FILE)).exists();
        log.end();
    }

    @Test
    void recordsComeBackAsTheyWere() {
        List<StoredRecord> records = List.of(
                record(1, ARRIVAL, 0),
                record(2, ARRIVAL, 1),
                new StoredRecord(number(3, ARRIVAL), ARRIVAL, "kéy ☃", bytes(7), true));
        SegmentedLog log = open();
        log.append(records);
        assertSame(log.read(1, 10, 1_000), records);
        log.end();
        SegmentedLog again = open();
        assertSame(again.read(1, 10, 1_000), records);
        assertSame(again.read(2, 1, 1_000), records.subList(1, 2));
        assertThat(again.lastArrivalMillis()).isEqualTo(ARRIVAL);
        assertThat(again.byteCount()).isEqualTo(log.byteCount()).isEqualTo(5 + 6 + 7 + 8);
        again.end();
        assertThat(tornTails).isEmpty();
    }

    @Test
    void readsKeepToTheirLimitsAcrossFiles() {
        SegmentedLog log = open();
        for (int i = 1; i <= 10; i++) {
            // A file for every second record: an hour lies between.
            log.append(List.of(record(i, ARRIVAL + (i - 1) / 2 * SegmentedLog.MAX_SEGMENT_MILLIS, 95)));
        }
        assertThat(files()).hasSize(5);
        assertThat(log.read(1, 100, 1_000_000)).hasSize(10);
        assertThat(log.read(2, 3, 1_000_000))
                .extracting(StoredRecord::sequenceNumber)
                .containsExactly(
                        number(2, ARRIVAL),
                        number(3, ARRIVAL + SegmentedLog.MAX_SEGMENT_MILLIS),
                        number(4, ARRIVAL + SegmentedLog.MAX_SEGMENT_MILLIS));
        assertThat(log.read(1, 100, 500)).hasSize(5);
        assertThat(log.read(1, 100, 499)).hasSize(4);
        assertThat(log.read(4, 100, 1)).hasSize(1);
        log.end();
        SegmentedLog again = open();
        assertThat(again.read(1, 100, 1_000_000)).hasSize(10);
        again.end();
    }

    @Test
    void longFilesAreFollowedByOthers() {
        SegmentedLog log = open();
        int count = 40;
        for (int i = 1; i <= count; i++) {
            log.append(List.of(record(i, ARRIVAL, 1024 * 1024)));
        }
        assertThat(files()).hasSize(3);
        List<StoredRecord> read = new ArrayList<>();
        while (read.size() < count) {
            read.addAll(log.read(read.size() + 1, 10_000, 10L * 1024 * 1024));
        }
        assertThat(read).hasSize(count);
        log.end();
    }

    @Test
    void droppedRecordsFreeTheirFiles() {
        SegmentedLog log = open();
        for (int i = 1; i <= 10; i++) {
            log.append(List.of(record(i, ARRIVAL + (i - 1) / 2 * SegmentedLog.MAX_SEGMENT_MILLIS, 10)));
        }
        log.dropBefore(4);
        assertThat(files()).hasSize(4);
        assertThat(log.firstIndex()).isEqualTo(4);
        assertThat(log.byteCount()).isEqualTo(7 * 15);
        log.dropBefore(11);
        assertThat(files()).containsExactly("00000000000000000011.log");
        assertThat(log.byteCount()).isZero();
        log.end();

        SegmentedLog again = open();
        assertThat(again.nextIndex()).isEqualTo(11);
        assertThat(again.lastArrivalMillis()).isEqualTo(ARRIVAL + 4 * SegmentedLog.MAX_SEGMENT_MILLIS);
        again.append(List.of(record(11, ARRIVAL, 1)));
        assertThat(again.read(11, 10, 100)).hasSize(1);
        again.end();
    }

    @Test
    void tornTailIsCutOffWhereverItIsTorn() throws IOException {
        SegmentedLog log = open();
        List<StoredRecord> whole = List.of(record(1, ARRIVAL, 30), record(2, ARRIVAL, 0));
        log.append(whole);
        int kept = (int) Files.size(file());
        log.append(List.of(record(3, ARRIVAL, 20), record(4, ARRIVAL, 300)));
        log.end();
        byte[] all = Files.readAllBytes(file());
        int third = kept + RecordFrame.OVERHEAD + 5 + 20;
        for (int length = kept; length < all.length; length++) {
            Files.write(file(), Arrays.copyOf(all, length));
            tornTails.clear();
            SegmentedLog torn = open();
            int intact = length < third ? 2 : 3;
            int end = length < third ? kept : third;
            assertThat(torn.nextIndex()).as("of %d bytes", length).isEqualTo(intact + 1);
            assertSame(torn.read(1, 2, 1_000), whole);
            assertThat(Files.size(file())).isEqualTo(end);
            if (length == end) {
                assertThat(tornTails).isEmpty();
            } else {
                assertThat(tornTails).containsExactly(new TornTail(file(), end, length - end));
            }
            torn.append(List.of(record(intact + 1, ARRIVAL, 4)));
            torn.end();
            SegmentedLog again = open();
            assertThat(again.read(1, 10, 1_000)).hasSize(intact + 1);
            again.end();
        }
    }

    @Test
    void tornHeadOfAFileIsNoFile() throws IOException {
        SegmentedLog log = open();
        log.append(List.of(record(1, ARRIVAL, 3)));
        log.append(List.of(record(2, ARRIVAL + SegmentedLog.MAX_SEGMENT_MILLIS, 3)));
        log.end();
        Path second = folder.resolve("00000000000000000002.log");
        byte[] head = Arrays.copyOf(Files.readAllBytes(second), SegmentHead.LENGTH);
        for (int length = 0; length < head.length; length++) {
            Files.write(second, Arrays.copyOf(head, length));
            SegmentedLog again = open();
            assertThat(again.nextIndex()).isEqualTo(2);
            assertThat(second).doesNotExist();
            again.end();
        }
        assertThat(tornTails).hasSize(head.length);
    }

    @Test
    void zerosAtTheEndAreATornTail() throws IOException {
        SegmentedLog log = open();
        log.append(List.of(record(1, ARRIVAL, 3)));
        log.end();
        byte[] all = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(all, all.length + 100));
        SegmentedLog again = open();
        assertThat(again.nextIndex()).isEqualTo(2);
        assertThat(tornTails).containsExactly(new TornTail(file(), all.length, 100));
        again.end();
    }

    @Test
    void damageInTheMiddleIsToldAndNothingIsTouched() throws IOException {
        SegmentedLog log = open();
        log.append(List.of(record(1, ARRIVAL, 20), record(2, ARRIVAL, 20), record(3, ARRIVAL, 20)));
        log.end();
        byte[] all = Files.readAllBytes(file());
        int second = SegmentHead.LENGTH + RecordFrame.OVERHEAD + 5 + 20;
        int third = second + RecordFrame.OVERHEAD + 5 + 20;
        for (int place = 0; place < third; place++) {
            byte[] damaged = all.clone();
            damaged[place] ^= 0x10;
            Files.write(file(), damaged);
            assertThatThrownBy(this::open)
                    .as("byte %d", place)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(FIRST_FILE)
                    .hasMessageContaining("damaged at byte");
            assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
        }
        assertThat(tornTails).isEmpty();
    }

    @Test
    void fileThatIsMissingBetweenOthersIsTold() throws IOException {
        SegmentedLog log = open();
        for (int i = 1; i <= 3; i++) {
            log.append(List.of(record(i, ARRIVAL + i * SegmentedLog.MAX_SEGMENT_MILLIS, 3)));
        }
        log.end();
        Files.delete(folder.resolve("00000000000000000002.log"));
        assertThatThrownBy(this::open).hasMessageContaining("does not follow");
    }

    @Test
    void anEndedLogTakesNothing() {
        SegmentedLog log = open();
        log.end();
        assertThatThrownBy(() -> log.append(List.of(record(1, ARRIVAL, 1)))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void restingClosesFilesUntilTheyAreUsedAgain() {
        SegmentedLog log = open();
        log.append(List.of(record(1, ARRIVAL, 1)));
        log.rest();
        log.append(List.of(record(2, ARRIVAL, 1)));
        log.rest();
        assertThat(log.read(1, 10, 100)).hasSize(2);
        log.end();
    }

    private SegmentedLog open() {
        return SegmentedLog.open(folder, SHARD, false, new SegmentScan(tornTails::add, false));
    }

    private Path file() {
        return folder.resolve(FIRST_FILE);
    }

    private List<String> files() {
        try {
            return Disk.list(folder).stream()
                    .map(path -> path.getFileName().toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertSame(List<StoredRecord> actual, List<StoredRecord> expected) {
        assertThat(actual).usingRecursiveFieldByFieldElementComparator().isEqualTo(expected);
    }

    private static StoredRecord record(long index, long arrivalMillis, int length) {
        return new StoredRecord(number(index, arrivalMillis), arrivalMillis, "key-" + index % 10, bytes(length), false);
    }

    private static SequenceNumber number(long index, long arrivalMillis) {
        return SequenceNumber.ofRecord(SHARD.shardIndex(), SHARD.createdSeconds(), index, arrivalMillis);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        IntStream.range(0, length).forEach(i -> bytes[i] = (byte) (i * 7 + 1));
        return bytes;
    }
}
