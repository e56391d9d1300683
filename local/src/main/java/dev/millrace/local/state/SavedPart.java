package dev.millrace.local.state;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A part of the service's state, kept on its own. Safe for use by many threads. */
public interface SavedPart {

    /** A part that is forgotten. */
    SavedPart FORGOTTEN = new SavedPart() {
        @Override
        public @Nullable State saved() {
            return null;
        }

        @Override
        public void save(Supplier<State> now) {}
    };

    /** As it was last saved; null if it never was. */
    @Nullable
    State saved();

    /**
     * Saves it as it now is, in the place of what was saved before. One thread at a time asks the supplier, so what is
     * saved last is what was asked for last. Callers hold no lock that the supplier wants.
     *
     * @throws java.io.UncheckedIOException if that fails; what was saved before then remains
     */
    void save(Supplier<State> now);
}
