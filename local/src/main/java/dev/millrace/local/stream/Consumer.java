package dev.millrace.local.stream;

/**
 * A registered consumer of a stream, for enhanced fan-out.
 *
 * @param stream whose records it is given
 * @param name unique within the stream
 * @param createdMillis when it was registered, in milliseconds since 1970
 */
public record Consumer(StreamName stream, String name, long createdMillis) {

    /** The stream's, the name, and the second of the registration: a name that comes again gets another one. */
    public String arn() {
        return stream.arn() + "/consumer/" + name + ":" + createdMillis / 1000;
    }
}
