package dev.millrace.local.limit;

/**
 * How often an operation may be called.
 *
 * @param perSecond calls, and as many at once after a quiet second
 * @param scope who shares them
 */
record CallRate(int perSecond, Scope scope) {

    enum Scope {
        /** All callers of an account in a region. */
        ACCOUNT,
        /** All callers for one stream. */
        STREAM
    }

    static CallRate perAccount(int perSecond) {
        return new CallRate(perSecond, Scope.ACCOUNT);
    }

    static CallRate perStream(int perSecond) {
        return new CallRate(perSecond, Scope.STREAM);
    }
}
