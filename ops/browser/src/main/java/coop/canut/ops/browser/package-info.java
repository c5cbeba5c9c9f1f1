/**
 * What needs a real browser: the contact sheet of all pages, the audit of them, and, beside it in the tests, the stories.
 *
 * <p>A module of its own below {@code ops}, built only where it is asked for, since the browser's driver is large and nobody
 * needs it to run a node. {@link coop.canut.ops.browser.Chromium} finds the browser on the machine, or installs it.
 * {@link coop.canut.ops.browser.Exhibition} is a federation in which every page has something to show, and the list of its
 * pages. {@link coop.canut.ops.browser.Screens} takes pictures of them; {@link coop.canut.ops.browser.Audit} measures
 * them. It calls everything else and nobody calls it.
 */
package coop.canut.ops.browser;
