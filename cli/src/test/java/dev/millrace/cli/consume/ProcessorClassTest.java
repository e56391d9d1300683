package dev.millrace.cli.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.RecordProcessorFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessorClassTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RecordHandler { public void handle(ReceivedRecord record) {} }",
                "BatchHandler { public void handle(java.util.List<ReceivedRecord> records) {} }",
                "RecordProcessor { public void processRecords(ProcessRecordsInput input) {} }",
                "RecordProcessorFactory { public RecordProcessor create() { return input -> {}; } }"
            })
    void everyRoleIsFoundInAJar(String body) throws IOException {
        compile("public class Mine implements " + body);
        jar(folder.resolve("jars/mine.jar"));

        try (ProcessorClass loaded = ProcessorClass.load("Mine", folder + "/jars/*")) {
            RecordProcessorFactory factory = loaded.factory();
            assertThat(factory.create()).isNotNull();
            assertThat(loaded.loader().getResource("Mine.class")).isNotNull();
        }
    }

    @Test
    void everyShardHasAProcessorOfItsOwn() throws IOException {
        compile(
                "public class Mine implements RecordProcessor { public void processRecords(ProcessRecordsInput input) {} }");

        try (ProcessorClass loaded = ProcessorClass.load("Mine", folder.toString())) {
            RecordProcessorFactory factory = loaded.factory();
            RecordProcessor first = factory.create();
            assertThat(factory.create()).isNotSameAs(first);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class Mine implements RecordHandler { public void handle(ReceivedRecord record) {} }",
                "public abstract class Mine implements RecordHandler { public Mine() {} }",
                "public class Mine implements RecordHandler { Mine() {} public void handle(ReceivedRecord record) {} }",
                "public class Mine implements RecordHandler { public Mine(int a) {} public void handle(ReceivedRecord r) {} }"
            })
    void classThatCannotBeMadeIsRefused(String source) throws IOException {
        compile(source);

        assertThatExceptionOfType(BadInputException.class)
                .isThrownBy(() -> ProcessorClass.load("Mine", folder.toString()))
                .withMessageContaining("public and not abstract, with a public constructor without parameters");
    }

    @Test
    void constructorThatFailsIsToldAtOnce() throws IOException {
        compile("public class Mine implements RecordHandler {"
                + " public Mine() { throw new IllegalStateException(\"no configuration\"); }"
                + " public void handle(ReceivedRecord record) {} }");

        try (ProcessorClass loaded = ProcessorClass.load("Mine", folder.toString())) {
            assertThatExceptionOfType(BadInputException.class)
                    .isThrownBy(loaded::factory)
                    .withMessageContaining("no configuration");
        }
    }

    private void compile(String source) throws IOException {
        Path file = Files.writeString(folder.resolve("Mine.java"), "import dev.millrace.processor.*; " + source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        assertThat(compiler.run(
                        null, null, null, "-proc:none", "-cp", classPath, "-d", folder.toString(), file.toString()))
                .isZero();
    }

    private void jar(Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file)) {
            entries.putNextEntry(new JarEntry("Mine.class"));
            Files.copy(folder.resolve("Mine.class"), entries);
            entries.closeEntry();
        }
    }
}
