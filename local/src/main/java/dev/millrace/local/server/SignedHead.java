package dev.millrace.local.server;

import dev.millrace.local.signature.RequestHead;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;

/** What of a request is signed, as Jetty has it. */
final class SignedHead {

    private SignedHead() {}

    static RequestHead of(String method, HttpURI uri, HttpFields head) {
        @Nullable String path = uri.getPath();
        return new RequestHead(method, path == null ? "" : path, uri.getQuery(), name -> values(name, uri, head));
    }

    /** HTTP/2 has no Host header, and is signed as if it had. */
    private static List<String> values(String name, HttpURI uri, HttpFields head) {
        List<String> values = head.getValuesList(name);
        @Nullable String authority = uri.getAuthority();
        return values.isEmpty() && authority != null && name.equalsIgnoreCase("host") ? List.of(authority) : values;
    }
}
