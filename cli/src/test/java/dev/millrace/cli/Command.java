package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * One finished run of the command.
 *
 * @param exitCode what the shell sees
 * @param out what went to standard output
 * @param err what went to standard error
 */
record Command(int exitCode, String out, String err) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs it with an empty standard input. */
    static Command run(String... arguments) {
        return runWith(new byte[0], arguments);
    }

    static Command runWith(String input, String... arguments) {
        return runWith(input.getBytes(StandardCharsets.UTF_8), arguments);
    }

    static Command runWith(byte[] input, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input));
        try {
            int exitCode = run(new PrintWriter(out), new PrintWriter(err), arguments);
            return new Command(exitCode, out.toString(), err.toString());
        } finally {
            System.setIn(before);
        }
    }

    /** Runs it with this output and the standard input of this process. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine commandLine = Main.commandLine(arguments).setOut(out).setErr(err);
        int exitCode = Main.execute(commandLine, arguments);
        out.flush();
        err.flush();
        return exitCode;
    }

    /** Every line of the output, as JSON. */
    List<JsonNode> json() throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : out.lines().toList()) {
            objects.add(JSON.readTree(line));
        }
        return objects;
    }
}
