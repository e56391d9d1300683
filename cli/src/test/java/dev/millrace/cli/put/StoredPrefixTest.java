package dev.millrace.cli.put;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredPrefixTest {

    @TempDir
    private Path folder;

    private final StoredPrefix prefix = new StoredPrefix();
    private ReadFile file;

    @BeforeEach
    void open() throws IOException {
        file = ReadFile.open(Files.writeString(folder.resolve("file"), "abc"), 0);
    }

    @AfterEach
    void close() throws IOException {
        file.close();
    }

    @Test
    void placeIsReachedWhenAllBeforeItHaveEnded() {
        LinePutter.Outcome first = begin(1);
        LinePutter.Outcome second = begin(2);
        LinePutter.Outcome third = begin(3);

        second.ended(LinePutter.Fate.STORED);
        assertThat(prefix.reached()).isNull();
        first.ended(LinePutter.Fate.BAD);
        assertThat(prefix.reached()).isEqualTo(place(2));
        third.ended(LinePutter.Fate.STORED);
        assertThat(prefix.reached()).isEqualTo(place(3));
        assertThat(prefix.hasFailed()).isFalse();
    }

    @Test
    void lineThatWasNotStoredHoldsThePlace() {
        begin(1).ended(LinePutter.Fate.STORED);
        begin(2).ended(LinePutter.Fate.FAILED);
        begin(3).ended(LinePutter.Fate.STORED);

        assertThat(prefix.reached()).isEqualTo(place(1));
        assertThat(prefix.hasFailed()).isTrue();
    }

    private LinePutter.Outcome begin(long position) {
        return prefix.begin(place(position));
    }

    private StoredPrefix.Place place(long position) {
        return new StoredPrefix.Place(file, position, position);
    }
}
