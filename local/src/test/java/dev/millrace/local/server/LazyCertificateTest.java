package dev.millrace.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.RawConnection;
import dev.millrace.local.console.Console;
import dev.millrace.local.fault.FaultControl;
import dev.millrace.local.fault.Faults;
import dev.millrace.local.fault.Reshaping;
import dev.millrace.local.limit.Limits;
import dev.millrace.local.metrics.Metrics;
import dev.millrace.local.operation.Operations;
import dev.millrace.local.signature.SignatureCheck;
import dev.millrace.local.stream.Storage;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.subscription.SubscriptionTimes;
import dev.millrace.local.subscription.Subscriptions;
import dev.millrace.local.tls.CertificateSource;
import dev.millrace.local.traffic.ApiTraffic;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who speaks no TLS does not wait for a certificate. Whether one was made is seen by the file that keeps it. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LazyCertificateTest {

    @Test
    void theCertificateIsMadeAtTheFirstHandshakeAndNotBefore(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("key.pem");
        Streams streams = new Streams(Clock.systemUTC());
        Faults faults = new Faults();
        Subscriptions subscriptions = new Subscriptions(SubscriptionTimes.DEFAULT);
        Operations operations = new Operations(streams, subscriptions, faults, Limits.none(), Storage.IN_MEMORY);
        ApiTraffic traffic = new ApiTraffic();
        KinesisServer server = new KinesisServer(
                operations,
                faults,
                new FaultControl(faults, new Reshaping(streams)),
                List.of(),
                new Observation(
                        traffic,
                        new Console(streams, operations, subscriptions, List.of()),
                        new Metrics(streams, subscriptions, traffic)),
                new Addresses(InetAddress.getLoopbackAddress(), 0, 0, Set.of()),
                new Access(
                        new SignatureCheck(List.of(), Clock.systemUTC()), ControlAccess.byAnyValue(), Patience.DEFAULT),
                CertificateSource.keptIn(file, List.of(), Clock.systemUTC()));
        server.start();
        try {
            try (RawConnection connection = new RawConnection(server.port())) {
                connection.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(connection.reply().status()).isEqualTo(200);
            }
            assertThat(file).doesNotExist();
            try (SSLSocket socket = (SSLSocket)
                    new TrustOfAny().context().getSocketFactory().createSocket("127.0.0.1", server.port())) {
                socket.startHandshake();
            }
            assertThat(file).exists();
        } finally {
            server.stop();
        }
    }
}
