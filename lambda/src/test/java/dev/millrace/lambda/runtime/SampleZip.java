package dev.millrace.lambda.runtime;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import dev.millrace.lambda.UserRecordHandler;
import dev.millrace.lambda.local.FunctionZip;
import dev.millrace.lambda.samples.BulkHandler;
import dev.millrace.record.UserRecord;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** A zip with the samples and all that they need, and nothing else. */
final class SampleZip {

    private SampleZip() {}

    static Path write(Path folder, String name, List<Class<?>> more) throws IOException {
        List<Path> jars = new ArrayList<>();
        jars.add(jar(folder, "samples", BulkHandler.class, SampleZip::isSample));
        jars.add(jar(folder, "millrace-lambda", UserRecordHandler.class, file -> true));
        jars.add(jar(folder, "millrace-record", UserRecord.class, file -> true));
        jars.add(jar(folder, "aws-lambda-java-core", RequestHandler.class, file -> true));
        jars.add(jar(folder, "aws-lambda-java-events", KinesisEvent.class, file -> true));
        for (Class<?> type : more) {
            jars.add(jar(folder, type.getSimpleName(), type, file -> true));
        }
        Path zip = folder.resolve(name);
        FunctionZip.write(zip, BulkHandler.class.getName(), jars);
        return zip;
    }

    private static boolean isSample(String file) {
        return file.contains("/samples/") || file.contains("EchoHandlers");
    }

    /** The jar that holds a class, or one made of the folder where the build has put it. */
    private static Path jar(Path folder, String name, Class<?> type, Predicate<String> wanted) throws IOException {
        Path source;
        try {
            source = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        if (Files.isRegularFile(source)) {
            return source;
        }
        Path jar = folder.resolve(name + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String entry = source.relativize(file).toString();
                if (wanted.test("/" + entry)) {
                    out.putNextEntry(new ZipEntry(entry));
                    Files.copy(file, out);
                    out.closeEntry();
                }
            }
        }
        return jar;
    }
}
