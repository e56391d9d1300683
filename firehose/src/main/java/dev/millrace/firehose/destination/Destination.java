package dev.millrace.firehose.destination;

import java.io.IOException;
import java.nio.file.Path;

/** A place for objects. */
public interface Destination {

    /**
     * Writes an object, whole or not at all, and returns when it is there to stay. The same name may come again, then with
     * the same bytes.
     *
     * @param name of segments with slashes between them
     * @param bytes a file with what the object holds; it stays the caller's
     * @throws IOException if that failed; it is tried again later
     */
    void write(String name, Path bytes) throws IOException;
}
