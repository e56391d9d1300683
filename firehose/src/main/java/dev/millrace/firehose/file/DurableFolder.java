package dev.millrace.firehose.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Entries of folders that are there to stay. */
public final class DurableFolder {

    private DurableFolder() {}

    /** Files made or moved into a folder stay there after a loss of power, on systems where a folder can be forced. */
    public static void force(Path folder) throws IOException {
        if (folder.getFileSystem().getSeparator().equals("\\")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
