package dev.millrace.firehose.s3;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;

/**
 * What runs in the process of S3Proxy, on its class path and by reflection, since nothing of it is on ours: the service on a
 * free port of the loopback interface, over a folder. Prints the port, and ends when its standard input does.
 */
final class S3ProxyProcess {

    private static final String ROOT = "org.gaul.s3proxy.";

    private S3ProxyProcess() {}

    /** Takes the folder. */
    public static void main(String[] arguments) throws Exception {
        PrintStream answer = System.out;
        System.setOut(System.err);
        Thread watch = new Thread(S3ProxyProcess::endWithTheParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        Object store = Class.forName(ROOT + "nio2blob.FilesystemNio2BlobStore")
                .getConstructor(String.class)
                .newInstance(arguments[0]);
        Class<?> builderType = Class.forName(ROOT + "S3Proxy$Builder");
        Object builder = Class.forName(ROOT + "S3Proxy").getMethod("builder").invoke(null);
        builderType
                .getMethod("blobStore", Class.forName(ROOT + "blobstore.BlobStore"))
                .invoke(builder, store);
        builderType.getMethod("endpoint", URI.class).invoke(builder, URI.create("http://127.0.0.1:0"));
        Object proxy = builderType.getMethod("build").invoke(builder);
        proxy.getClass().getMethod("start").invoke(proxy);
        answer.println(proxy.getClass().getMethod("getPort").invoke(proxy));
        answer.flush();
    }

    private static void endWithTheParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said to this process but the end.
            }
        } catch (IOException e) {
            System.err.println("standard input failed: " + e);
        }
        Runtime.getRuntime().halt(0);
    }
}
