package dev.millrace.local;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection whose bytes a test writes itself. Reads wait up to ten seconds. */
public final class RawConnection implements AutoCloseable {

    private static final int READ_LIMIT_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;

    public RawConnection(int port) throws IOException {
        this.socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_LIMIT_MILLIS);
        this.in = new DataInputStream(socket.getInputStream());
    }

    /**
     * What came back over HTTP/1.1.
     *
     * @param status of its first line
     * @param head all header lines, in lower case
     * @param body as long as its Content-Length
     */
    public record Reply(int status, String head, String body) {}

    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    public DataInputStream in() {
        return in;
    }

    public Socket socket() {
        return socket;
    }

    /** Reads a reply over HTTP/1.1 that has a Content-Length. */
    public Reply reply() throws IOException {
        return reply(in);
    }

    /** The same from any stream. */
    public static Reply reply(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!endsWithBlankLine(bytes)) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("closed after: " + bytes.toString(StandardCharsets.US_ASCII));
            }
            bytes.write(next);
        }
        String head = bytes.toString(StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        int status = Integer.parseInt(head.substring(9, 12));
        int length = 0;
        for (String line : head.split("\r\n", -1)) {
            if (line.startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
            }
        }
        return new Reply(status, head, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static boolean endsWithBlankLine(ByteArrayOutputStream bytes) {
        return bytes.size() >= 4 && bytes.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
