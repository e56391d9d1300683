package dev.millrace.local.wire;

/** Types of request members, named as the service's error texts name them. */
public enum MemberType {
    STRING("an String"),
    INTEGER("an Integer"),
    BOOLEAN("an Boolean"),
    BLOB("a Blob"),
    TIMESTAMP("milliseconds since epoch"),
    LIST("list"),
    STRING_LIST("list"),
    STRING_MAP("map"),
    STRUCTURE("structure");

    private final String described;

    MemberType(String described) {
        this.described = described;
    }

    String described() {
        return described;
    }
}
