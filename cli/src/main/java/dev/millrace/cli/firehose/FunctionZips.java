package dev.millrace.cli.firehose;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.firehose.transformation.Transformation;
import dev.millrace.firehose.transformation.ZipTransformation;
import dev.millrace.lambda.local.FunctionZip;
import dev.millrace.lambda.local.HandlerCheck;
import dev.millrace.text.SafeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lambda functions by name, each in a zip that says its handler. */
public final class FunctionZips {

    /** Megabytes of a function's heap; Lambda's own default is 128 for all of the process. */
    private static final int MEMORY = 256;

    private final Map<String, Path> zips;
    private final Map<String, String> handlers = new LinkedHashMap<>();

    private FunctionZips(Map<String, Path> zips) {
        this.zips = Map.copyOf(zips);
    }

    /**
     * Functions of these zips.
     *
     * @throws BadInputException if a zip does not say its handler, or the handler is not in it
     */
    public static FunctionZips of(Map<String, Path> zips) throws IOException {
        FunctionZips functions = new FunctionZips(zips);
        for (Map.Entry<String, Path> entry : zips.entrySet()) {
            functions.handlers.put(entry.getKey(), handler(entry.getValue()));
        }
        return functions;
    }

    private static String handler(Path zip) throws IOException {
        try {
            String handler = FunctionZip.handler(zip)
                    .orElseThrow(() -> new BadInputException("the zip does not say its handler: "
                            + SafeText.of(zip.toString()) + " (millrace lambda package writes one that does)"));
            HandlerCheck.check(zip, handler);
            return handler;
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * A process of the function, started when it is first wanted.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public Transformation function(String name, String arn) {
        Path zip = zips.get(name);
        String handler = handlers.get(name);
        if (zip == null || handler == null) {
            throw new IllegalArgumentException(
                    "Function " + name + " cannot be run here: no zip was given for it, as in"
                            + " millrace local --firehose-function " + name + "=function.zip.");
        }
        return ZipTransformation.of(arn, zip, handler, MEMORY, Map.of("AWS_LAMBDA_FUNCTION_NAME", name));
    }
}
