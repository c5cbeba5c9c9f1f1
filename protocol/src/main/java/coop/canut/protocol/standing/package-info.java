/**
 * What is said about a worker's record, outside any conversation.
 *
 * <p>A receipt is one running summary of paid work, signed by the node that published the work and countersigned by the node
 * whose member did it, which saw the money. {@link coop.canut.protocol.standing.ReceiptFile} is the form in which the worker
 * takes it away and shows it to somebody else: one file that holds everything needed to check it, so that it can be verified
 * without any network, years after either node is gone. Nothing in it names the person. What it proves is that two hosts, by
 * keys whose histories are in the file, said this; whether these hosts are cooperatives that one trusts is for the reader to
 * judge, by the fingerprints that are given out with it. Everything here is pure: the present is an argument. It uses names,
 * json, message and sign. Source: FEDERATION.md 7.5, COOPERATIVE.md 3.2.
 */
package coop.canut.protocol.standing;
