package dev.millrace.dynamodb;

import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * What runs in the process of DynamoDB Local, on its class path and by reflection, since nothing of it is on ours: the
 * service on a port of the loopback interface, which its own command line cannot be told. Prints the port,
 * and ends when its standard input does, hence with its parent at the latest.
 */
final class DynamoDbLocalProcess {

    private static final String RUNNER = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";

    private DynamoDbLocalProcess() {}

    /** Takes the folder of the tables, or an empty text for tables in memory, and the port, or 0 for a free one. */
    public static void main(String[] arguments) throws Exception {
        PrintStream answer = System.out;
        System.setOut(System.err);
        Thread watch = new Thread(DynamoDbLocalProcess::endWithTheParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        Object service = Class.forName(RUNNER)
                .getMethod("createServerFromCommandLineArgs", String[].class)
                .invoke(null, (Object) options(arguments[0]));
        Object connector = connector(service);
        connector.getClass().getMethod("setHost", String.class).invoke(connector, "127.0.0.1");
        connector.getClass().getMethod("setPort", int.class).invoke(connector, Integer.parseInt(arguments[1]));
        service.getClass().getMethod("start").invoke(service);
        answer.println(connector.getClass().getMethod("getLocalPort").invoke(connector));
        answer.flush();
    }

    private static String[] options(String folder) {
        return folder.isEmpty()
                ? new String[] {"-inMemory", "-sharedDb", "-disableTelemetry"}
                : new String[] {"-dbPath", folder, "-sharedDb", "-disableTelemetry"};
    }

    private static Object connector(Object service) throws ReflectiveOperationException {
        Field field = service.getClass().getDeclaredField("server");
        field.setAccessible(true);
        Object server = field.get(service);
        Method connectors = server.getClass().getMethod("getConnectors");
        return ((Object[]) connectors.invoke(server))[0];
    }

    private static void endWithTheParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said to this process but the end.
            }
        } catch (java.io.IOException e) {
            System.err.println("standard input failed: " + e);
        }
        Runtime.getRuntime().halt(0);
    }
}
