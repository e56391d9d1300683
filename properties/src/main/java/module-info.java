import org.jspecify.annotations.NullMarked;

/** Properties files whose keys are known. Depends on nothing. */
@NullMarked
module dev.millrace.properties {
    requires static transitive org.jspecify;

    exports dev.millrace.properties;
}
