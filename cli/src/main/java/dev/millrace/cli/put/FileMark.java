package dev.millrace.cli.put;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.text.SafeText;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Properties;

/**
 * How far a file was read and its lines stored.
 *
 * @param path it was followed under
 * @param fileKey what the file system tells it by, whatever its name; empty if it does not
 * @param head its beginning
 * @param position bytes from its beginning
 * @param lines in these
 */
record FileMark(String path, String fileKey, FileHead head, long position, long lines) {

    /** As text for a file of its own. */
    String text() {
        Properties properties = new Properties();
        properties.setProperty("path", path);
        properties.setProperty("fileKey", fileKey);
        properties.setProperty("headLength", String.valueOf(head.length()));
        properties.setProperty("head", head.digest());
        properties.setProperty("position", String.valueOf(position));
        properties.setProperty("lines", String.valueOf(lines));
        StringWriter writer = new StringWriter();
        try {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return writer.toString();
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws BadInputException if it did not
     */
    static FileMark parse(String name, String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
            return new FileMark(
                    value(properties, "path"),
                    value(properties, "fileKey"),
                    new FileHead(Integer.parseInt(value(properties, "headLength")), value(properties, "head")),
                    Long.parseLong(value(properties, "position")),
                    Long.parseLong(value(properties, "lines")));
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInputException("stored position cannot be read: " + SafeText.of(name)
                    + " (delete it to begin anew, or bring back what it was)");
        }
    }

    private static String value(Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException(key);
        }
        return value;
    }
}
