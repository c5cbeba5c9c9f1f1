package coop.canut.ops.demo;

import coop.canut.ops.client.NodeApi;
import coop.canut.ops.federation.Cooperative;

/**
 * Somebody of the demonstration.
 *
 * @param role as the API writes it
 * @param api  this person's way to the own cooperative's node
 */
public record Person(Cooperative cooperative, String role, String name, String token, NodeApi api) {
}
