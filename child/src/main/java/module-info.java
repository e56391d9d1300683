import org.jspecify.annotations.NullMarked;

/** Record processors as child processes of a MultiLangDaemon. Small: it goes into every process. */
@NullMarked
module dev.millrace.child {
    requires transitive dev.millrace.processor;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;

    exports dev.millrace.child;
    exports dev.millrace.child.legacy;
    exports dev.millrace.child.protocol;
}
