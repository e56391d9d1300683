package dev.millrace.benchmarks.producer;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where records go.
 *
 * @param port of the service, on the loopback, over TLS
 * @param certificate to be trusted, in PEM
 * @param stream by name
 */
record Target(int port, Path certificate, String stream) {

    /** For files that go with it. */
    Path folder() {
        return Objects.requireNonNull(certificate.toAbsolutePath().getParent());
    }
}
