package dev.millrace.cli;

import dev.millrace.local.LocalKinesis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say who may use the local service. No secret is ever on the command line, where others could read it. */
final class AccessOptions {

    private static final String SECRET_VARIABLE = "MILLRACE_SECRET_ACCESS_KEY";

    @Option(
            names = "--access-key-id",
            paramLabel = "<id>",
            description = "Check signatures, and serve only who signs with this key. Its secret comes from"
                    + " --secret-access-key-file or else from the environment variable " + SECRET_VARIABLE + ".")
    private @Nullable String accessKeyId;

    @Option(
            names = "--secret-access-key-file",
            paramLabel = "<file>",
            description = "The first line of this file is the secret of --access-key-id.")
    private @Nullable Path secretAccessKeyFile;

    /** Hands them to the service that is to be started. */
    void apply(LocalKinesis.Builder settings) throws IOException {
        if (accessKeyId != null) {
            settings.credentials(accessKeyId, secret(accessKeyId));
        } else if (secretAccessKeyFile != null) {
            throw new IllegalArgumentException("--secret-access-key-file says nothing without --access-key-id");
        }
    }

    /** What clients have to sign with; any key will do if null. */
    @Nullable
    String accessKeyId() {
        return accessKeyId;
    }

    private String secret(String id) throws IOException {
        String secret = secretAccessKeyFile == null ? System.getenv(SECRET_VARIABLE) : firstLine(secretAccessKeyFile);
        if (secret == null) {
            throw new IllegalArgumentException("no secret for the access key: --access-key-id=" + id
                    + " (--secret-access-key-file or " + SECRET_VARIABLE + " has it)");
        }
        return secret.strip();
    }

    private static String firstLine(Path file) throws IOException {
        return Files.readString(file).lines().findFirst().orElse("");
    }
}
