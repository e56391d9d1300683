package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.io.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QuickstartInputTest {

    private static final int MAX_RECORD_BYTES = 1024 * 1024;

    @TempDir
    Path folder;

    @Test
    void wordOverTheRecordLimitIsRefusedByFileAndOffset() throws IOException {
        Path good = Files.writeString(folder.resolve("good"), "a b c");
        Path bad = Files.writeString(folder.resolve("bad"), "cat  " + "w".repeat(MAX_RECORD_BYTES - 255) + " dog");
        Path counts = folder.resolve("counts");

        Command run = Command.run("quickstart", "--counts", counts.toString(), good.toString(), bad.toString());

        assertBad(run, "word is larger than a record may be: file=" + bad + " offset=5 (max 1048576");
        assertThat(counts).as("nothing was put").doesNotExist();
    }

    @Test
    void multibytePartitionKeyCountsTowardTheLimit() throws IOException {
        byte[] word = "\u00e9".repeat(MAX_RECORD_BYTES - 512 + 1).getBytes(StandardCharsets.ISO_8859_1);

        assertBad(Command.runWith(word, "quickstart", "-"), "file=standard input offset=0");
    }

    @Test
    void wordWithoutEndIsRefusedBeforeItFillsTheMemory() throws IOException {
        Path file = folder.resolve("huge");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(' ');
            byte[] part = new byte[MAX_RECORD_BYTES];
            for (int i = 0; i < 64; i++) {
                out.write(part);
            }
        }

        assertBad(Command.run("quickstart", file.toString()), "offset=1 ");
    }

    @Test
    void filesThatCannotBeReadAreNamed() throws IOException {
        Path missing = folder.resolve("miss\u001bing");
        Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        Path below = Files.createFile(folder.resolve("file")).resolve("below");

        assertBad(Command.run("quickstart", missing.toString()), "file does not exist: " + folder + "/miss\\x1bing");
        assertBad(Command.run("quickstart", folder.toString()), "file is a folder: " + folder);
        assertBad(Command.run("quickstart", loop.toString()), "file cannot be read: " + loop);
        assertBad(Command.run("quickstart", below.toString()), "file cannot be read: " + below);
        assertBad(Command.run("quickstart", ""), "file has no name");
    }

    @Test
    void standardInputIsNotReadTwice() {
        assertBad(Command.runWith("a b", "quickstart", "-", "-"), "standard input is named twice");
    }

    @Test
    void placeOfTheCountsIsCheckedBeforeTheWork() throws IOException {
        Path nowhere = folder.resolve("no").resolve("counts");

        assertBad(Command.runWith("a", "quickstart", "--counts", nowhere.toString(), "-"), "does not exist");
        assertBad(Command.runWith("a", "quickstart", "--counts", folder.toString(), "-"), "is a folder: " + folder);
    }

    @Test
    void badCallLeavesNoTemporaryFile() throws IOException {
        String token = UUID.randomUUID().toString();

        Command.runWith(token, "quickstart", "-", folder.resolve("missing").toString());
        Command.runWith(token + "w".repeat(MAX_RECORD_BYTES), "quickstart", "-");
        Command.runWith(token, "quickstart", "-");

        assertThat(copies()).noneMatch(file -> beginsWith(file, token));
    }

    @Test
    void pipeIsReadOnceAndCounted() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try (OutputStream out = Files.newOutputStream(pipe)) {
                out.write("cat dog cat".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        Command run = Command.run("quickstart", pipe.toString());

        writer.get(10, TimeUnit.SECONDS);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("3 words from 1 file");
    }

    private static List<Path> copies() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("millrace-input"))
                    .toList();
        }
    }

    private static boolean beginsWith(Path file, String text) {
        try (InputStream input = Files.newInputStream(file)) {
            return Arrays.equals(input.readNBytes(text.length()), text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return false;
        }
    }

    private static void assertBad(Command run, String message) {
        assertThat(run.err()).contains(message).matches(Printable::isSafeOutput);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }
}
