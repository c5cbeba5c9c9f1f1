package coop.canut.node.fetch;

import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * How a host is found and reached that stands in no address book.
 *
 * @param names what addresses a name has; asked once for each request
 * @param rule  which of them may be connected to
 * @param port  for TLS
 * @param trust whose certificates are believed; null: those that Java believes
 */
record Outside(Names names, Rule rule, int port, TrustOptions trust) {

    /** The internet: the system's resolver, public addresses only, the port of HTTPS, certificates of public authorities. */
    static final Outside INTERNET = new Outside(InetAddress::getAllByName, PublicAddress::require, 443, null);

    /** A resolver. */
    @FunctionalInterface
    interface Names {
        /** All addresses of a name, at least one. */
        InetAddress[] of(String name) throws UnknownHostException;
    }

    /** Says which addresses are not connected to. */
    @FunctionalInterface
    interface Rule {
        /** Throws if an address is not to be connected to. */
        void require(InetAddress address) throws UnknownHostException;
    }
}
