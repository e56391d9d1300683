package dev.millrace.local.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of records at the start. Where a process ended in the middle of a write there is a torn tail: the
 * beginning of a write that nobody was told of. It is cut off. All else that cannot be read is damage, which is told
 * and left as it is.
 */
final class SegmentScan {

    private final Consumer<TornTail> tornTails;
    private final boolean sync;

    SegmentScan(Consumer<TornTail> tornTails, boolean sync) {
        this.tornTails = tornTails;
        this.sync = sync;
    }

    /**
     * Reads a file.
     *
     * @param last whether no file follows it: no other can have a torn tail
     * @return null if the file had no more than a beginning of its head, and is gone
     */
    @Nullable
    Segment open(Path file, boolean last) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            SegmentHead head = SegmentHead.read(bytes);
            if (head == null) {
                if (!last || bytes.limit() >= SegmentHead.LENGTH) {
                    throw damaged(file, 0);
                }
                Files.delete(file);
                tornTails.accept(new TornTail(file, 0, bytes.limit()));
                return null;
            }
            if (!file.endsWith(head.fileName())) {
                throw Segment.failed("is not the one that its name says", file, null);
            }
            FrameIndex frames = new FrameIndex(SegmentHead.LENGTH);
            while (frames.end() < bytes.limit()) {
                int start = frames.end();
                if (RecordFrame.judge(bytes, start) != RecordFrame.Kind.WHOLE) {
                    if (!last || !isTorn(bytes, start)) {
                        throw damaged(file, start);
                    }
                    cut(file, start, bytes.limit() - start);
                    break;
                }
                frames.add(RecordFrame.lengthAt(bytes, start), RecordFrame.arrivalMillisAt(bytes, start));
            }
            return new Segment(file, head, frames, sync);
        } catch (IOException e) {
            throw Segment.failed("cannot be read", file, e);
        }
    }

    /** Whether nothing whole follows: a killed process leaves a cut frame, a power cut also zeros and holes. */
    private static boolean isTorn(ByteBuffer bytes, int start) {
        int place = start;
        while (place < bytes.limit()) {
            switch (RecordFrame.judge(bytes, place)) {
                case WHOLE -> {
                    return false;
                }
                case CUT -> {
                    return true;
                }
                default -> {
                    if (!RecordFrame.hasLength(bytes, place)) {
                        return hasZerosOnly(bytes, place);
                    }
                    place += RecordFrame.lengthAt(bytes, place);
                }
            }
        }
        return true;
    }

    private static boolean hasZerosOnly(ByteBuffer bytes, int start) {
        for (int i = start; i < bytes.limit(); i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private void cut(Path file, int length, int cutLength) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(length);
        }
        tornTails.accept(new TornTail(file, length, cutLength));
    }

    private static RuntimeException damaged(Path file, int place) {
        return Segment.failed("is damaged at byte " + place + ", and was left as it is", file, null);
    }
}
