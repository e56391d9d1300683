package dev.millrace.cli.put;

/** Is told of every line that was not stored. */
public interface FailedLines {

    /**
     * A line was not stored.
     *
     * @param source file that it is of
     * @param number its number there, from 1
     * @param reason why, without anything of its content
     */
    void failed(String source, long number, String reason);
}
