/**
 * The protocol of Canut as a library: everything two nodes must agree on, and nothing else.
 *
 * <p>This package holds the three things that every other package of the module speaks of. {@link
 * coop.canut.protocol.Problem} is the one catalogue of refusals, declared in the order in which they are checked.
 * {@link coop.canut.protocol.Refused} carries a refusal out of the code that found it. {@link
 * coop.canut.protocol.Limits} holds every number of the protocol by name, with its reason.
 *
 * <p>The module is pure: it reads no clock, opens no file or socket, draws no random number and starts no thread.
 * The same bytes give the same answer on every machine, so its test vectors can be run by a stranger's node.
 * Nothing here knows of Vert.x, of a database or of a page; the only libraries are a JSON tokenizer and an Ed25519.
 * This package itself calls nobody; all others of the module may call it.
 */
package coop.canut.protocol;
