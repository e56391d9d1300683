package dev.millrace.firehose;

import dev.millrace.firehose.compression.CompressedFile;
import dev.millrace.firehose.compression.Compression;
import dev.millrace.firehose.destination.Destination;
import dev.millrace.firehose.journal.Journal;
import dev.millrace.firehose.journal.ObjectState;
import dev.millrace.firehose.journal.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where objects go, and in which form.
 *
 * @param data for delivered and for failed records
 * @param backup for records as they came
 */
record DeliveryTargets(Destination data, Destination backup) {

    Destination of(ObjectState object) {
        return object.route().kind() == Route.Kind.BACKUP ? backup : data;
    }

    /** Writes a sealed object. */
    void write(ObjectState object, Path file) throws IOException {
        of(object).write(Objects.requireNonNull(object.name()), form(object, file));
    }

    private Path form(ObjectState object, Path file) throws IOException {
        Compression compression = Compression.valueOf(object.form());
        if (compression == Compression.NONE || object.route().kind() == Route.Kind.FAILED) {
            return file;
        }
        Path compressed = file.resolveSibling(file.getFileName() + Journal.READY_SUFFIX);
        CompressedFile.make(compression, file, compressed);
        return compressed;
    }
}
