/**
 * A real ActivityPub server on this machine, so that what the board says to such servers is tried against somebody else's code.
 *
 * <p>It is a small app made of Fedify, from the npm registry; the app, the packages and their hashes stand beside these classes
 * as resources. {@link coop.canut.ops.fedify.FedifyApp} installs it in a folder that is thrown away, with npm alone: the Node.js
 * that Fedify needs is one of the locked packages, since what systems have is often older. The app reaches other hosts by TLS,
 * and {@link coop.canut.ops.fedify.TlsFront} stands in front of a node for it, with a certificate made on the spot. Nothing here
 * is part of a node.
 */
package coop.canut.ops.fedify;
