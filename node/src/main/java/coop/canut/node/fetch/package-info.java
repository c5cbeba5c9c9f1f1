/**
 * The only door to other people's servers.
 *
 * <p>{@link coop.canut.node.fetch.Network} is the seam: one request to one host, one answer, no redirect.
 * {@link coop.canut.node.fetch.PeerClient} is the real one, over HTTPS to public addresses, or over plain HTTP to an
 * address that stands in the node's address book (nodes on one machine). A total deadline, a cap on the answer and a refusal
 * of content codings hold for every call; nothing that a peer sends can choose where we connect to. Which addresses are
 * public is asked of {@link coop.canut.node.fetch.PublicAddress} alone, for every address of a name, and a name is looked
 * up once: {@link coop.canut.node.fetch.Outside} is all of the internet that a test has to play. Requests to one host that
 * are under way at once are counted, and what is too much is not sent. No other class uses an HTTP client.
 */
package coop.canut.node.fetch;
