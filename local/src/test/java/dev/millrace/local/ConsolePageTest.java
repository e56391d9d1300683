package dev.millrace.local;

import static dev.millrace.local.RawHttp.header;
import static dev.millrace.local.RawHttp.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console's page is made of, and what it must not be able to do. */
class ConsolePageTest {

    private static final String FOLDER = "/_millrace/console/";
    private static final Pattern LOADED = Pattern.compile("(?:href|src)=\"(/[^\"]*)\"|from '\\./([a-z]+\\.js)'");

    private static LocalKinesis kinesis;
    private static ConsoleClient console;

    @BeforeAll
    static void start() {
        kinesis = LocalKinesis.start();
        console = new ConsoleClient(kinesis.endpoint());
    }

    @AfterAll
    static void stop() {
        kinesis.close();
    }

    /** The page, and whatever it and its scripts load, found by following them. */
    static List<String> files() {
        List<String> found = new ArrayList<>(List.of("/"));
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).equals("/") || isOurs(found.get(i))) {
                String content = text(console.get(found.get(i)));
                LOADED.matcher(content)
                        .results()
                        .map(ConsolePageTest::loaded)
                        .filter(path -> !found.contains(path) && !path.equals("/metrics"))
                        .distinct()
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static String loaded(MatchResult match) {
        return match.group(1) != null ? match.group(1) : FOLDER + match.group(2);
    }

    private static boolean isOurs(String path) {
        return path.endsWith(".js") && !path.endsWith("/chart.js");
    }

    static Stream<String> ourFiles() {
        return files().stream().filter(path -> path.equals("/") || isOurs(path));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everythingThatThePageLoadsIsThereAndOfItsType(String path) {
        HttpResponse<byte[]> response = console.get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        String type = path.endsWith(".js") ? "text/javascript" : path.endsWith(".css") ? "text/css" : "text/html";
        assertThat(header(response, "Content-Type")).isEqualTo(type + ";charset=utf-8");
        assertThat(response.body()).hasSizeGreaterThan(200);
    }

    @Test
    void thePageIsMadeOfMoreThanItsFrame() {
        assertThat(files())
                .contains(FOLDER + "console.css", FOLDER + "chart.js", FOLDER + "dom.js", FOLDER + "ring.js");
        assertThat(text(console.get(FOLDER + "chart.js"))).contains("Chart.js v4.5.1");
    }

    @ParameterizedTest
    @MethodSource("ourFiles")
    void dataNeverBecomesMarkupOrCode(String path) {
        assertThat(text(console.get(path)))
                .doesNotContainPattern(
                        "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|createContextualFragment")
                .doesNotContainPattern("DOMParser|srcdoc|\\beval\\b|new Function|setTimeout\\(['\"`]|javascript:")
                .doesNotContainPattern(
                        "<script>|<script [^>]*>[^<]|\\son[a-z]+=\"|style=\"|http://(?!www\\.w3\\.org/2000/svg)|https://");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/_millrace/console/console.js",
                "/_millrace/console/chart.js",
                "/_millrace/api/streams",
                "/_millrace/api/stream?arn=none",
                "/_millrace/api/nothing",
                "/metrics"
            })
    void everyAnswerForbidsWhatIsNotNeeded(String path) {
        HttpResponse<byte[]> response = console.get(path);
        assertThat(header(response, "Content-Security-Policy"))
                .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"
                        + " data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(response, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "OPTIONS"})
    void noOtherOriginIsAllowedAnything(String method) {
        for (String path : List.of("/", "/_millrace/api/streams", "/_millrace/api/operations/PutRecord", "/metrics")) {
            HttpResponse<byte[]> response = console.http.send(console.http
                    .request(path)
                    .header("Origin", "http://evil.example")
                    .header("Access-Control-Request-Method", "POST")
                    .header("Access-Control-Request-Headers", ConsoleClient.HEADER)
                    .method(method, BodyPublishers.ofString("{}")));
            assertThat(response.headers().map().keySet())
                    .as("%s %s", method, path)
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index.html",
                "/_millrace/console/",
                "/_millrace/console/index.html",
                "/_millrace/console/../console/console.js",
                "/_millrace/console/%2e%2e/console.js",
                "/_millrace/console/..%2fConsole.class",
                "/_millrace/console/Console.class",
                "/_millrace/console//console.js",
                "/_millrace/console/console.js/",
                "/META-INF/MANIFEST.MF",
                "/META-INF/resources/webjars/chart.js/4.5.1/package.json"
            })
    void noOtherPathNamesAFile(String path) throws Exception {
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(connection.reply().status()).isIn(400, 403);
        }
    }

    @Test
    void namesThatResolveHereByRebindingAreRefusedEverywhere() throws Exception {
        Set<String> paths = Set.of(
                "/", "/_millrace/console/console.js", "/_millrace/api/streams", "/_millrace/api/records", "/metrics");
        for (String path : paths) {
            try (RawConnection connection = new RawConnection(kinesis.port())) {
                connection.write("GET " + path + " HTTP/1.1\r\nHost: evil.example\r\n\r\n");
                RawConnection.Reply reply = connection.reply();
                assertThat(reply.status()).as(path).isEqualTo(403);
                assertThat(reply.body())
                        .isEqualTo("This service answers to localhost, and to hosts that it was told to allow.\n");
            }
        }
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write("POST /_millrace/api/operations/CreateStream HTTP/1.1\r\nHost: evil.example\r\n"
                    + "X-Millrace-Control: 1\r\nContent-Length: 2\r\n\r\n{}");
            assertThat(connection.reply().status()).isEqualTo(403);
        }
    }
}
