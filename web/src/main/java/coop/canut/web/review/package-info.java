/**
 * A requester sees how batches stand, reviews the answers and takes the results away.
 *
 * <p>{@link coop.canut.web.review.BatchPages} lists batches and shows one as it stands at this moment, with what an hour of it
 * really pays. {@link coop.canut.web.review.ReviewPages} shows the answers that wait, many at a time: accepting pays at once;
 * rejecting is only ever a proposal, and its page says what happens next. {@link coop.canut.web.review.ResultPages} shows what
 * was accepted and hands all of it out as files. Another requester's batch is not found, exactly like one that never was. It
 * calls {@code publish}, {@code member}, {@code ledger} and {@code decision}. Source: PEOPLE.md 4.
 */
package coop.canut.web.review;
