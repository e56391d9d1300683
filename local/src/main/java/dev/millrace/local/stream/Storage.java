package dev.millrace.local.stream;

import dev.millrace.local.state.SavedPart;
import java.util.List;

/** Where everything is kept. Safe for use by many threads. */
public interface Storage extends AutoCloseable {

    /** Everything ends with the service. */
    Storage IN_MEMORY = new Storage() {
        @Override
        public List<StreamStorage> streams() {
            return List.of();
        }

        @Override
        public StreamStorage newStream() {
            return StreamStorage.IN_MEMORY;
        }

        @Override
        public SavedPart part(String name) {
            return SavedPart.FORGOTTEN;
        }

        @Override
        public void close() {}
    };

    /** The streams that were kept; each has a saved state. */
    List<StreamStorage> streams();

    /** Room for one more stream, which takes none before its state is saved. */
    StreamStorage newStream();

    /** State that belongs to no stream. Each part is to be had once. */
    SavedPart part(String name);

    /** Ends all use of it. */
    @Override
    void close();
}
