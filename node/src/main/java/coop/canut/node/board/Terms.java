package coop.canut.node.board;

import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.ObjectUrl;

/**
 * What one revision of a listing promises: a claim is opened on it, judged by it and paid by it, whatever is published
 * later (W-08, W-09).
 *
 * @param listing      the listing's key inside this node
 * @param requester    towards whom a worker has a name
 * @param skill        that receipts of this work name
 * @param price        of one answer
 * @param claimSeconds how long a member may hold one
 * @param template     opaque, see {@link coop.canut.protocol.work.Template}
 * @param autoAcceptSeconds after how long an answer that nobody reviewed is accepted
 */
public record Terms(long listing, ObjectUrl url, long revision, ObjectUrl requester, String skill, String title, Money price,
                    long estimatedSeconds, long claimSeconds, String template,
                    long autoAcceptSeconds) {
}
