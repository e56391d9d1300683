package dev.millrace.local.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses as Host headers write them. No name is ever looked up. */
final class IpLiteral {

    /** What begins so and has a colon is read as an address or refused, but never looked up. */
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private IpLiteral() {}

    /** The address; null if the text is anything else, such as a name. */
    static @Nullable InetAddress parse(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        byte[] v4 = v4(host);
        if (v4 == null && !V6.matcher(bare).matches()) {
            return null;
        }
        try {
            return v4 == null ? InetAddress.getByName(bare) : InetAddress.getByAddress(v4);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static byte @Nullable [] v4(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            boolean number = !parts[i].isEmpty()
                    && parts[i].length() <= 3
                    && parts[i].chars().allMatch(c -> c >= '0' && c <= '9')
                    && Integer.parseInt(parts[i]) <= 255;
            if (!number) {
                return null;
            }
            address[i] = (byte) Integer.parseInt(parts[i]);
        }
        return address;
    }
}
