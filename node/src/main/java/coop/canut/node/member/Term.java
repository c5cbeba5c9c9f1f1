package coop.canut.node.member;

import java.time.Instant;

/**
 * For how long a person holds a role, or held it.
 *
 * @param until    when it ends; null: when another decision ends it
 * @param decision by which it was given
 * @param goesOn   its time is over, and it goes on because there is no other steward
 * @param endedAt  null while it runs
 * @param endedBy  {@code expired}, {@code resigned}, {@code left}, {@code succeeded}, or the decision; null while it runs
 */
public record Term(Role role, Instant since, Instant until, String decision, boolean goesOn, Instant endedAt,
                   String endedBy) {
}
