package dev.millrace.cli;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.local.LocalKinesis;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the service until it is told to stop. */
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        description = "Run a Kinesis-compatible service on localhost, in memory.",
        footer = {"", "Example: millrace local --port 4567"})
final class LocalCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            defaultValue = "4567",
            description = "Port to listen on, 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Override
    public Integer call() throws InterruptedException {
        LocalKinesis kinesis;
        try {
            kinesis = LocalKinesis.builder().port(port).start();
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(kinesis::close, "millrace-local-stop"));
        try (kinesis) {
            banner(spec.commandLine().getOut(), kinesis);
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private static void banner(PrintWriter out, LocalKinesis kinesis) {
        String endpoint = kinesis.endpoint().toString();
        out.println("""
                Millrace: Kinesis on localhost, in memory, HTTP/1.1 and HTTP/2 on one port.

                  endpoint    %1$s
                  AWS CLI     aws kinesis list-streams --endpoint-url %1$s
                  any SDK     export AWS_ENDPOINT_URL_KINESIS=%1$s AWS_REGION=us-east-1
                              export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
                  try it      millrace words --stream words -w cat -w dog --endpoint %1$s
                              millrace tail --stream words --count 2 --endpoint %1$s

                Stop with Ctrl-C; streams end with it.""".formatted(endpoint));
        out.flush();
    }
}
