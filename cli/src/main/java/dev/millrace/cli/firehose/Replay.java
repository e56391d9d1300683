package dev.millrace.cli.firehose;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.cli.put.KeyRule;
import dev.millrace.firehose.destination.FolderDestination;
import dev.millrace.producer.Producer;
import dev.millrace.record.UserRecord;
import dev.millrace.text.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * Puts the records of failed objects back to a stream. A file is noted as done when all its records are stored; one that is not
 * is put again by the next run, all of it.
 */
public final class Replay {

    /** Where files are noted that are done. */
    public static final String NOTES = ".replayed";

    private final Producer producer;
    private final String stream;
    private final KeyRule keys;
    private final PrintWriter out;
    private final PrintWriter err;
    private boolean complete = true;
    private long files;
    private long before;
    private long records;

    /** @param producer stays its owner's */
    public Replay(Producer producer, String stream, KeyRule keys, PrintWriter out, PrintWriter err) {
        this.producer = producer;
        this.stream = stream;
        this.keys = keys;
        this.out = out;
        this.err = err;
    }

    /**
     * Puts what is below a folder, and tells of each file.
     *
     * @return whether all of it was put, now or before
     */
    public boolean run(Path folder) throws IOException, InterruptedException {
        try (ReplayedFiles done = ReplayedFiles.open(folder.resolve(NOTES))) {
            for (Path file : files(folder)) {
                put(file, folder, done);
            }
        }
        out.println(String.format(
                Locale.ROOT, "%,d records of %,d files put back, %,d files before", records, files, before));
        out.flush();
        return complete;
    }

    /** Without the folder of unfinished files, which vanish. */
    private static List<Path> files(Path folder) throws IOException {
        List<Path> finished;
        try (Stream<Path> top = Files.list(folder)) {
            finished = top.filter(path -> !path.endsWith(FolderDestination.INCOMING))
                    .filter(path -> !path.endsWith(NOTES))
                    .sorted()
                    .toList();
        }
        List<Path> files = new ArrayList<>();
        for (Path path : finished) {
            try (Stream<Path> all = Files.walk(path)) {
                all.filter(Files::isRegularFile).sorted().forEach(files::add);
            }
        }
        return files;
    }

    private void put(Path file, Path folder, ReplayedFiles done) throws IOException, InterruptedException {
        String name = folder.relativize(file).toString().replace("\n", "%0A").replace("\r", "%0D");
        long length = Files.size(file);
        if (done.contains(name, length)) {
            before++;
            return;
        }
        List<CompletableFuture<?>> puts = new ArrayList<>();
        try {
            FailedObject.read(file, data -> puts.add(producer.put(stream, UserRecord.of(keys.keyOf(data), data))));
            stored(puts);
        } catch (BadInputException | IllegalArgumentException | IOException | CompletionException e) {
            var unused = CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new))
                    .exceptionally(failure -> null)
                    .join();
            failed(name, puts.size(), e instanceof CompletionException && e.getCause() != null ? e.getCause() : e);
            return;
        }
        done.add(name, length);
        files++;
        records += puts.size();
        out.println(String.format(Locale.ROOT, "%s  %,d records", SafeText.of(name), puts.size()));
        out.flush();
    }

    private static void stored(List<CompletableFuture<?>> puts) {
        var unused =
                CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new)).join();
    }

    private void failed(String name, int count, Throwable reason) {
        complete = false;
        err.println(String.format(
                Locale.ROOT,
                "millrace: file not put back, or not all of it: %s: %s (%,d records were tried; the next run puts all of"
                        + " it again)",
                SafeText.of(name),
                SafeText.of(String.valueOf(reason.getMessage())),
                count));
        err.flush();
    }
}
