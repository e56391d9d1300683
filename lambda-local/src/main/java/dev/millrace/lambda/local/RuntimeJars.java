package dev.millrace.lambda.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** What Lambda has beside a function, which lies in this module as resources, and what we have there. */
final class RuntimeJars {

    /** The client's main class. */
    static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    /** Where the client takes its native library from, instead of a fixed path that processes would share. */
    static final String NATIVE_LIBRARY_PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private static final String CLIENT = "aws-lambda-java-runtime-interface-client.jar";
    private static final List<String> NAMES =
            List.of(CLIENT, "aws-lambda-java-core.jar", "aws-lambda-java-serialization.jar", "utils-lite.jar");

    private RuntimeJars() {}

    /** Writes them into a folder. */
    static List<Path> extract(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String name : NAMES) {
            Path jar = folder.resolve(name);
            copy(RuntimeJars.class.getResourceAsStream("runtime/" + name), name, jar);
            jars.add(jar);
        }
        return jars;
    }

    /** Writes {@link FunctionProcess} into a folder, as a folder of classes would have it. */
    static void extractProcess(Path folder) throws IOException {
        String name = FunctionProcess.class.getSimpleName() + ".class";
        Path file = folder.resolve(FunctionProcess.class.getName().replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        copy(FunctionProcess.class.getResourceAsStream(name), name, file);
    }

    /** Takes the native library for this machine out of the client's jar. */
    static Path extractNativeLibrary(Path folder, List<Path> jars) throws IOException {
        String architecture = System.getProperty("os.arch", "");
        String name = "jni/libaws-lambda-jni.linux-"
                + (architecture.equals("aarch64") || architecture.equals("arm64") ? "aarch_64" : "x86_64") + ".so";
        Path library = folder.resolve("libaws-lambda-jni.so");
        try (JarFile jar = new JarFile(jars.get(0).toFile())) {
            JarEntry entry = jar.getJarEntry(name);
            copy(entry == null ? null : jar.getInputStream(entry), name, library);
        }
        return library;
    }

    private static void copy(@Nullable InputStream source, String name, Path target) throws IOException {
        if (source == null) {
            throw new IOException("not among the resources: " + name);
        }
        try (source) {
            Files.copy(source, target);
        }
    }
}
