/**
 * What people see.
 *
 * <p>Pages are rendered on the server and work without a script; one package for each thing that a person does will stand
 * below this one. A page asks the node's use cases and shows what they say, and decides nothing itself: whatever a page can
 * do, the JSON API can do as well. The package may call the node and the protocol, and only the tools in ops may call it.
 * There is no page yet. The module stands here from the first day so that the direction of dependency has its place, and so
 * that nothing of a page slips into the node meanwhile.
 */
package coop.canut.web;
