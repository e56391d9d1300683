package dev.millrace.firehose.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes of a journal's folder what its last step left: what nobody knows is removed. */
final class Recovery {

    private Recovery() {}

    static void run(JournalStore store, Path folder, OpenObjects open, SealedObjects sealed) throws IOException {
        List<ObjectState> known = store.objects().stream()
                .sorted(Comparator.comparing(ObjectState::opened))
                .toList();
        Set<String> files = new HashSet<>();
        for (ObjectState object : known) {
            String file = OpenObject.path(folder, object.id()).getFileName().toString();
            files.add(file);
            if (object.isSealed()) {
                files.add(file + Journal.READY_SUFFIX);
                sealed.add(object);
            } else {
                open.recover(object);
            }
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + Journal.FILE_SUFFIX + "*")) {
            for (Path file : found) {
                if (!files.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }
}
