package dev.millrace.firehose.samples;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import dev.millrace.lambda.firehose.FirehoseTransformHandler;
import dev.millrace.lambda.local.FunctionZip;
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

/** A zip with {@link NumberTransform} and all that it needs. */
public final class SampleZip {

    private SampleZip() {}

    public static Path write(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>();
        jars.add(jar(folder, "samples", NumberTransform.class, file -> file.contains("/samples/")));
        jars.add(jar(folder, "millrace-lambda", FirehoseTransformHandler.class, file -> true));
        jars.add(jar(folder, "millrace-record", UserRecord.class, file -> true));
        jars.add(jar(folder, "aws-lambda-java-core", RequestHandler.class, file -> true));
        jars.add(jar(folder, "aws-lambda-java-events", KinesisEvent.class, file -> true));
        Path zip = folder.resolve("function.zip");
        FunctionZip.write(zip, NumberTransform.class.getName(), jars);
        return zip;
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
