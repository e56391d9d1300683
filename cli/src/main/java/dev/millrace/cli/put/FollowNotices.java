package dev.millrace.cli.put;

/** Is told what a person should know about a followed file. */
public interface FollowNotices {

    /** Something happened to this file. */
    void tell(String file, String text);
}
