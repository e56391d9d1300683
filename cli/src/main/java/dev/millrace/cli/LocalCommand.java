package dev.millrace.cli;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.local.LocalKinesis;
import dev.millrace.local.LocalKinesisBuilder;
import dev.millrace.local.fault.FaultPolicy;
import dev.millrace.local.store.Recovery;
import dev.millrace.local.store.TornTail;
import dev.millrace.text.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the service until it is told to stop. */
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        description = "Run a Kinesis-compatible service on localhost, in memory or in a folder.",
        footer = {"", "Example: millrace local --port 4567"})
final class LocalCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            defaultValue = "4567",
            description = "Port to listen on, 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--tls-port",
            paramLabel = "<port>",
            description = "A second port, for TLS alone, 0 for a free one. The first one takes TLS too.")
    private @Nullable Integer tlsPort;

    @Option(
            names = "--certificate-file",
            paramLabel = "<file>",
            description = "Save the certificate for TLS, in PEM, for clients to trust.")
    private @Nullable Path certificateFile;

    @Option(
            names = "--key-file",
            paramLabel = "<file>",
            description = "Keep certificate and private key in this file, which only its owner may read, so that"
                    + " clients trust the service after a restart too. Made if it is not there.")
    private @Nullable Path keyFile;

    @Option(
            names = "--data-dir",
            paramLabel = "<folder>",
            description = "Keep streams, records, consumers and iterators in this folder for the next start. Made if it"
                    + " is not there. Default: all is in memory.")
    private @Nullable Path dataDirectory;

    @Option(
            names = "--sync",
            description = "With --data-dir: answer a write when it has reached the device, so that it outlives a power"
                    + " cut too. Each write then costs a flush of the device.")
    private boolean sync;

    @Option(
            names = "--create-stream",
            paramLabel = "<name>:<shards>",
            description =
                    "Make this stream at the start, in the region of AWS_REGION or else us-east-1. May be repeated.")
    private List<String> streams = List.of();

    @Option(
            names = "--faults",
            paramLabel = "<faults>",
            description =
                    "What goes wrong on purpose, such as"
                            + " record-throttle=0.05,lost-response=0.01,latency=5ms..50ms,reshard=10s,seed=7; see docs/local.md.")
    private @Nullable String faults;

    @Option(
            names = "--strict",
            description = "Hold the service's limits: throughput of shards, rates of calls, shards of an account.")
    private boolean strict;

    @Mixin
    private AccessOptions access = new AccessOptions();

    @Mixin
    private final DynamoDbOptions dynamoDb = new DynamoDbOptions();

    @Mixin
    private final FirehoseOptions firehose = new FirehoseOptions();

    @Override
    public Integer call() throws InterruptedException, IOException {
        LocalKinesis kinesis;
        try {
            LocalKinesisBuilder settings = LocalKinesis.builder().port(port).strict(strict);
            if (tlsPort != null) {
                settings.tlsPort(tlsPort);
            }
            if (keyFile != null) {
                settings.keyFile(keyFile);
            }
            if (dataDirectory != null) {
                settings.dataDirectory(dataDirectory).syncToDisk(sync);
            } else if (sync) {
                throw new IllegalArgumentException("--sync is for --data-dir, which is not given");
            }
            access.apply(settings);
            dynamoDb.apply(settings);
            firehose.apply(settings, dataDirectory, access);
            if (faults != null) {
                settings.faults(FaultPolicy.parse(faults));
            }
            kinesis = settings.start();
            createStreams(kinesis);
        } catch (IllegalArgumentException e) {
            firehose.close();
            throw new BadInputException(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            firehose.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(kinesis), "millrace-local-stop"));
        try (kinesis;
                dynamoDb;
                firehose) {
            dynamoDb.start(dataDirectory, kinesis.endpoint());
            firehose.start(kinesis.endpoint());
            if (certificateFile != null) {
                kinesis.saveCertificate(certificateFile);
            }
            banner(spec.commandLine().getOut(), kinesis);
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private void stop(LocalKinesis kinesis) {
        firehose.close();
        dynamoDb.close();
        kinesis.close();
    }

    private void createStreams(LocalKinesis kinesis) {
        String given = System.getenv("AWS_REGION");
        String region = given == null || given.isBlank() ? "us-east-1" : given;
        try {
            for (String stream : streams) {
                int colon = stream.lastIndexOf(':');
                String count = colon < 0 ? "1" : stream.substring(colon + 1);
                if (!count.matches("[0-9]{1,6}")) {
                    throw new IllegalArgumentException(
                            "no stream with a shard count: '" + stream + "' (such as orders:4)");
                }
                String name = colon < 0 ? stream : stream.substring(0, colon);
                // A data directory may have it from the start before; it stays as it is.
                if (kinesis.recovery() == null || !kinesis.hasStream(region, name)) {
                    kinesis.createStream(region, name, Integer.parseInt(count));
                }
            }
        } catch (IllegalArgumentException e) {
            kinesis.close();
            throw e;
        }
    }

    private void banner(PrintWriter out, LocalKinesis kinesis) {
        String endpoint = kinesis.endpoint().toString();
        out.println("""
                Millrace: Kinesis on localhost, HTTP/1.1, HTTP/2 and TLS on one port.

                  endpoint    %1$s
                  console     %1$s/
                  over TLS    %2$s
                              %3$s
                  AWS CLI     aws kinesis list-streams --endpoint-url %1$s --region us-east-1
                  any SDK     export AWS_ENDPOINT_URL_KINESIS=%1$s
                              export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
                              export %4$s
                  try it      millrace words --stream words -w cat -w dog --endpoint %1$s
                              millrace tail --stream words --count 2 --endpoint %1$s%5$s

                  console     %1$s/
                  data        %6$s

                Stop with Ctrl-C.""".formatted(
                        endpoint,
                        kinesis.tlsEndpoint(),
                        trust(),
                        credentials(),
                        access.notice(kinesis) + dynamoDb.notice(endpoint) + firehose.notice(endpoint),
                        data(kinesis.recovery())));
        out.flush();
    }

    private String data(@Nullable Recovery recovery) {
        if (recovery == null || dataDirectory == null) {
            return "in memory, ends with the service; --data-dir keeps it";
        }
        StringBuilder text = new StringBuilder()
                .append(SafeText.of(dataDirectory.toAbsolutePath().toString()))
                .append(": ")
                .append(count(recovery.streamCount(), "stream"))
                .append(", ")
                .append(count(recovery.recordCount(), "record"));
        for (TornTail tail : recovery.tornTails()) {
            text.append("\n              cut off ")
                    .append(count(tail.cutLength(), "byte"))
                    .append(" of an unfinished write from ")
                    .append(SafeText.of(tail.file().toString()));
        }
        return text.toString();
    }

    private static String count(long count, String name) {
        return String.format(Locale.ROOT, "%,d %s%s", count, name, count == 1 ? "" : "s");
    }

    private String credentials() {
        return access.accessKeyId() == null
                ? "AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local"
                : "AWS_ACCESS_KEY_ID=" + access.accessKeyId() + " AWS_SECRET_ACCESS_KEY=(its secret)";
    }

    /** How clients come to trust the certificate. */
    private String trust() {
        if (certificateFile == null) {
            return "self-signed; --certificate-file saves what clients have to trust";
        }
        String file = SafeText.of(certificateFile.toAbsolutePath().toString());
        return "trust " + file + ": AWS_CA_BUNDLE (AWS CLI, Python), NODE_EXTRA_CA_CERTS, setCaCertFile (KPL)";
    }
}
