package coop.canut.node.work;

import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import java.time.Instant;

/**
 * What a publishing node says of a member's paid work for one requester in one skill: the newest running summary.
 *
 * @param id          of the message, to take it away by
 * @param issuer      the node that says so
 * @param name        the requester's legal name
 * @param paidMinutes of work that was paid for
 * @param ok          answers accepted
 * @param bad         rejections upheld
 * @param contested   rejections not decided
 * @param lastMonth   {@code YYYY-MM} of the newest work
 */
public record Receipt(Id id, Host issuer, ObjectUrl requester, String name, String skill, long paidMinutes, long ok,
                      long bad, long contested, String lastMonth, Instant expires) {
}
