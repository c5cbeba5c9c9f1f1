package coop.canut.node.store;

/** The transaction lost against another (SQLSTATE 40001, 40P01) and may be tried again as it was. */
final class Contention extends RuntimeException {

    Contention(Throwable cause) {
        super("lost a race for a lock", cause, false, false);
    }
}
