package coop.canut.node.publish;

import coop.canut.protocol.money.Money;
import coop.canut.protocol.work.Template;

/**
 * What a requester and the workers of a listing agreed on, which nothing changes any more.
 *
 * @param price            of one answer, what its worker is paid
 * @param estimatedSeconds of one answer
 * @param rejectionDays    after which a proposed rejection lapses in the worker's favour
 */
public record Frozen(Template template, Money price, long estimatedSeconds, long rejectionDays) {
}
