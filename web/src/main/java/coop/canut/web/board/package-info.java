/**
 * The board, as somebody sees it who looks for work: one list over all cooperatives, and each listing with its terms.
 *
 * <p>{@link coop.canut.web.board.BoardPages} shows what is open, narrowed by a {@link coop.canut.web.board.Search} that stands
 * in the address, so that it can be kept, sent and gone back to. What arrives meanwhile is counted in a quiet line and moves
 * nothing that is being read. {@link coop.canut.web.board.TaskPages} shows one listing: what is to be done, an example to try
 * that nobody records, what it pays and by which clock, and who asks for it; and takes tasks of it. Whoever is not signed in
 * sees what this cooperative publishes itself. It reads {@code board}, {@code decision} and {@code peer}, and calls
 * {@code work} to take tasks; how a unit is shown is asked of {@code web.work}. Source: PEOPLE.md 3.
 */
package coop.canut.web.board;
