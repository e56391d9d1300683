import org.jspecify.annotations.NullMarked;

/** Text from outside, and what to make of it. Depends on nothing. */
@NullMarked
module dev.millrace.text {
    requires static transitive org.jspecify;

    exports dev.millrace.text;
}
