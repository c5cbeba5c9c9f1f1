package coop.canut.node;

import io.vertx.ext.web.Router;

/** The pages of a node, beside its API. A node is complete without them, so this is all that it knows of them. */
@FunctionalInterface
public interface Face {

    /** A node without pages. */
    Face NONE = (router, rooms) -> () -> { };

    /** Adds its routes, which call these rooms. Gives what ends its open streams when the node stops. */
    Runnable mount(Router router, Rooms rooms);
}
