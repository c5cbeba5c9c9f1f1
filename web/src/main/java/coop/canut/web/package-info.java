/**
 * What people see: the pages of a node.
 *
 * <p>{@link coop.canut.web.Pages} mounts them on a node's router; {@code ops} hands it to the node that it starts. Below stands
 * one package for each thing that a person does, and {@code page}, how a page is asked for and answered. Pages are rendered on
 * the server and work without a script; scripts make them lively. A page asks the node's use cases and shows what they say, and
 * decides nothing itself. Templates stand in {@code src/main/jte}, sentences in {@code words}, files for the browser in
 * {@code assets}. The package may call the node and the protocol, and only the tools in {@code ops} may call it.
 */
package coop.canut.web;
