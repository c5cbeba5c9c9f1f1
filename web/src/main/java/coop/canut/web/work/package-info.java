/**
 * The workbench, and what a worker has done: one unit at a time, and afterwards what it came to.
 *
 * <p>{@link coop.canut.web.work.WorkPages} shows the unit that is due first and nothing else, takes its answer and brings the
 * next; returns it, or stops it for a reason. A script makes the change from one unit to the next immediate, by fetching the
 * next while the first is worked on; without it the same forms lead from page to page. {@link coop.canut.web.work.MyPages}
 * shows what was earned, what waits and what is contested, and hands out receipts.
 * {@link coop.canut.web.work.Question} is a unit as it is shown, here and wherever else somebody has to see it. The package
 * calls {@code work} and reads {@code board}; claims of other people do not exist for it. Source: PEOPLE.md 3.
 */
package coop.canut.web.work;
