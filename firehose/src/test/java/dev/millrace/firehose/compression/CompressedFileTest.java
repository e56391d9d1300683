package dev.millrace.firehose.compression;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressedFileTest {

    private static final String TEXT = "words and words\n".repeat(10_000);

    @TempDir
    private Path folder;

    private Path file;
    private Path compressed;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(folder.resolve("file"), TEXT);
        compressed = folder.resolve("compressed");
    }

    private static String text(InputStream in) throws Exception {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void bothFormsComeBackAsTheyWere() throws Exception {
        CompressedFile.make(Compression.GZIP, file, compressed);
        assertThat(text(new GZIPInputStream(Files.newInputStream(compressed)))).isEqualTo(TEXT);
        assertThat(Files.size(compressed)).isLessThan(10_000);

        Files.delete(compressed);
        CompressedFile.make(Compression.ZSTD, file, compressed);
        assertThat(text(new ZstdInputStream(Files.newInputStream(compressed)))).isEqualTo(TEXT);
        assertThat(Files.size(compressed)).isLessThan(10_000);
    }

    @Test
    void oneThatIsThereStaysAsItIs() throws Exception {
        Files.writeString(compressed, "as another version wrote it");
        CompressedFile.make(Compression.GZIP, file, compressed);

        assertThat(compressed).hasContent("as another version wrote it");
    }

    @Test
    void unfinishedOneOfACrashIsWrittenOver() throws Exception {
        Files.writeString(folder.resolve("compressed.unfinished"), "half of it".repeat(100_000));
        CompressedFile.make(Compression.GZIP, file, compressed);

        assertThat(text(new GZIPInputStream(Files.newInputStream(compressed)))).isEqualTo(TEXT);
        assertThat(folder.resolve("compressed.unfinished")).doesNotExist();
    }
}
