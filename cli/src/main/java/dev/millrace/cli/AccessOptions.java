package dev.millrace.cli;

import dev.millrace.local.LocalKinesis;
import dev.millrace.local.LocalKinesisBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
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

    @Option(
            names = "--host",
            paramLabel = "<address>",
            defaultValue = "127.0.0.1",
            description = "Address to listen on, 0.0.0.0 for all of this machine. Default: ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @Option(
            names = "--allow-host",
            paramLabel = "<name>",
            description = "Answer requests to this host name, too, such as a container's. May be repeated.")
    private Set<String> allowedHosts = Set.of();

    @Option(
            names = "--control-token-file",
            paramLabel = "<file>",
            description =
                    "The first line of this file is the token that requests for faults and the like need. Default:"
                            + " on the loopback any will do, beyond it a new one is made and shown once.")
    private @Nullable Path controlTokenFile;

    private boolean beyondLoopback;

    /** Hands them to the service that is to be started. */
    void apply(LocalKinesisBuilder settings) throws IOException {
        settings.host(host).furtherHosts(allowedHosts);
        beyondLoopback = !InetAddress.getByName(host).isLoopbackAddress();
        if (controlTokenFile != null) {
            settings.controlToken(firstLine(controlTokenFile).strip());
        }
        if (accessKeyId != null) {
            settings.credentials(accessKeyId, secret(accessKeyId));
        } else if (secretAccessKeyFile != null) {
            throw new IllegalArgumentException("--secret-access-key-file says nothing without --access-key-id");
        }
    }

    /**
     * What clients have to sign with.
     *
     * @param id of the key
     * @param secret of the key
     */
    record Key(String id, String secret) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }

    /** What clients of this process sign with; any key will do if null. */
    @Nullable
    Key key() throws IOException {
        return accessKeyId == null ? null : new Key(accessKeyId, secret(accessKeyId));
    }

    /** What clients have to sign with; any key will do if null. */
    @Nullable
    String accessKeyId() {
        return accessKeyId;
    }

    /** Lines of the banner about who may do what; empty if there is nothing to be said. */
    String notice(LocalKinesis kinesis) {
        StringBuilder lines = new StringBuilder();
        if (controlTokenFile == null) {
            kinesis.controlToken()
                    .ifPresent(token -> lines.append("\n  control     header X-Millrace-Control: ")
                            .append(token));
        }
        if (beyondLoopback && accessKeyId == null) {
            lines.append("\n  access      other machines may reach it, and call it with any key (see --access-key-id)");
        }
        return lines.toString();
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
