package dev.millrace.multilang.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.multilang.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChildLauncherTest {

    private static final String WITH_GRANDCHILD = "sleep 600 & echo $!; trap '' TERM; cat >/dev/null; wait";

    private final ChildLauncher launcher = new ChildLauncher(new Program(List.of("sh", "-c", WITH_GRANDCHILD)));

    @AfterEach
    void end() {
        launcher.close();
    }

    private static long firstNumber(ChildProcess child) throws IOException {
        return Long.parseLong(
                new BufferedReader(new InputStreamReader(child.output(), StandardCharsets.UTF_8)).readLine());
    }

    @Test
    void childIsKilledWithAllThatItHasStarted() throws Exception {
        ChildProcess child = launcher.start(Map.of());
        long grandchild = firstNumber(child);
        child.kill();
        Await.untilGone(child.pid());
        Await.untilGone(grandchild);
        assertThat(child.ending()).isEqualTo("signal=9");
    }

    @Test
    void whatAChildLeavesBehindIsKilled() throws Exception {
        try (ChildLauncher leaving = new ChildLauncher(new Program(List.of("sh", "-c", "sleep 600 & echo $!")))) {
            ChildProcess child = leaving.start(Map.of());
            long grandchild = firstNumber(child);
            Await.untilGone(child.pid());
            Await.untilGone(grandchild);
            assertThat(child.ending()).isEqualTo("exitCode=0");
        }
    }

    @Test
    void childrenHaveAGroupOfTheirOwn() throws Exception {
        ChildProcess child = launcher.start(Map.of());
        long grandchild = firstNumber(child);
        assertThat(group(child.pid())).isEqualTo(child.pid());
        assertThat(group(grandchild)).isEqualTo(child.pid());
    }

    /** As when the daemon is killed between the start of a child and its registration. */
    @Test
    void programThatNobodyLetsBeginDoesNot() throws Exception {
        Process waiting =
                new ProcessBuilder(Signals.waitingInOwnGroup(List.of("sh", "-c", "echo began; sleep 600"))).start();
        try {
            waiting.getOutputStream().close();
            assertThat(waiting.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(waiting.getInputStream().readAllBytes()).isEmpty();
        } finally {
            waiting.destroyForcibly();
        }
    }

    /** What lets the program begin is no part of its input. */
    @Test
    void programReadsItsInputFromTheFirstByte() throws Exception {
        try (ChildLauncher echo = new ChildLauncher(new Program(List.of("cat")))) {
            ChildProcess child = echo.start(Map.of());
            child.input().write("\n\u00e4 first\n".getBytes(StandardCharsets.UTF_8));
            child.closeInput();
            assertThat(child.output().readAllBytes()).isEqualTo("\n\u00e4 first\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static long group(long pid) throws IOException {
        Process process = new ProcessBuilder("ps", "-o", "pgid=", "-p", Long.toString(pid)).start();
        return Long.parseLong(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }

    @Test
    void allAreKilledAtTheEndAndNoneIsStartedAnyMore() throws Exception {
        ChildProcess child = launcher.start(Map.of());
        long grandchild = firstNumber(child);
        launcher.close();
        Await.untilGone(child.pid());
        Await.untilGone(grandchild);
        assertThatThrownBy(() -> launcher.start(Map.of())).isInstanceOf(IOException.class);
        Await.until("none runs", () -> launcher.running() == 0);
    }

    /** A child that ignores the end of its input and every signal that can be ignored. */
    @Test
    void childrenDoNotOutliveADaemonThatIsKilled() throws Exception {
        Process daemon = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = daemon.inputReader(StandardCharsets.UTF_8)) {
            long child = Long.parseLong(output.readLine());
            long grandchild = Long.parseLong(output.readLine());
            assertThat(ProcessHandle.of(child)).isPresent();
            daemon.destroyForcibly();
            Await.untilGone(child);
            Await.untilGone(grandchild);
        } finally {
            daemon.destroyForcibly();
        }
    }

    /** Another process, which starts a child and waits to be killed. */
    static final class Starter {

        private Starter() {}

        public static void main(String[] arguments) throws Exception {
            ChildProcess child = new ChildLauncher(new Program(List.of(
                            "sh", "-c", "trap '' TERM HUP INT; sleep 600 & echo $!; while :; do sleep 600; done")))
                    .start(Map.of());
            System.out.println(child.pid());
            System.out.println(firstNumber(child));
            child.endsWithin(600_000);
        }
    }
}
