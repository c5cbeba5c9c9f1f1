/**
 * How a page is asked for and answered, the same for all of them.
 *
 * <p>{@link coop.canut.web.page.Site} holds every route with who may use it, and nothing else is served. A request that came
 * through is a {@link coop.canut.web.page.Visit}: who asks, in which language, with which {@link coop.canut.web.page.Form};
 * what goes back is an {@link coop.canut.web.page.Answer}. Forms are taken only from our own pages of the same session. Words
 * come from {@link coop.canut.web.page.Words}, so that no sentence stands in a template;
 * {@link coop.canut.web.page.Amount} reads money as people type it. Files for the browser are a fixed list
 * in {@link coop.canut.web.page.Assets}, named by their content. {@link coop.canut.web.page.Live} tells open pages that
 * something changed. This package knows no use case but sessions and calls only {@code node}; the packages of pages call it.
 */
package coop.canut.web.page;
