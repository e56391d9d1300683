package dev.millrace.firehose.compression;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Of whole objects. Buffers and sizes of a delivery stream count what is not compressed yet. */
public enum Compression {
    NONE(""),
    GZIP(".gz"),
    ZSTD(".zst");

    private static final int BUFFER_BYTES = 64 << 10;

    private final String extension;

    Compression(String extension) {
        this.extension = extension;
    }

    /** What names end with unless the delivery stream says otherwise; empty for none. */
    public String extension() {
        return extension;
    }

    /** A stream that compresses what is written to it; closing it ends the compressed form and closes the other one. */
    OutputStream to(OutputStream out) throws IOException {
        return switch (this) {
            case NONE -> out;
            case GZIP -> new GZIPOutputStream(out, BUFFER_BYTES);
            case ZSTD -> new ZstdOutputStream(out);
        };
    }
}
