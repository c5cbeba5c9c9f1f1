/**
 * The node's own JSON API, under {@code /api/1/}: what scripts and the command line speak to a node by.
 *
 * <p>It holds no rule of the domain. {@link coop.canut.node.api.Api} mounts the routes; each class of routes belongs to
 * those who use it, and only turns a request into one call of a use case and its result into JSON. Who may come in is
 * decided at one gate, before a byte of the body is read: a bearer token, then the role of the route. Every query
 * parameter and every member of a body must be known, and every refusal names the field it is about. What a stranger
 * wrote (a listing's template, a unit's input) is handed on as text; what this node has checked itself is JSON. The
 * routes are described in {@code openapi.json} beside these classes, by hand; a test fails when a route and its
 * description part. It calls the use cases of all rooms and {@code door}; nobody calls it but the node that mounts it.
 */
package coop.canut.node.api;
