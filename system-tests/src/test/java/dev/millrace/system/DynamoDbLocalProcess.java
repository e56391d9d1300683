package dev.millrace.system;

import java.io.PrintStream;
import java.lang.reflect.Field;
import java.util.Arrays;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * What runs in the process of DynamoDB Local, on its class path: the service in memory, on a free port of the loopback
 * interface, neither of which its own command line can be told. Prints the port, and ends when its standard input does, hence with its parent at
 * the latest.
 */
final class DynamoDbLocalProcess {

    private static final String RUNNER = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";

    private DynamoDbLocalProcess() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream answer = System.out;
        System.setOut(System.err);
        String[] options = {"-inMemory", "-disableTelemetry"};
        Object service = Class.forName(RUNNER)
                .getMethod("createServerFromCommandLineArgs", String[].class)
                .invoke(null, (Object) options);
        Field field = service.getClass().getDeclaredField("server");
        field.setAccessible(true);
        Server server = (Server) field.get(service);
        ServerConnector connector = Arrays.stream(server.getConnectors())
                .map(ServerConnector.class::cast)
                .findFirst()
                .orElseThrow();
        connector.setHost("127.0.0.1");
        connector.setPort(0);
        service.getClass().getMethod("start").invoke(service);
        answer.println(connector.getLocalPort());
        answer.flush();
        while (System.in.read() >= 0) {
            // Nothing is said to this process but the end.
        }
        System.exit(0);
    }
}
