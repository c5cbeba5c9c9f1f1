/**
 * Coming in and going out, and what a person sees of it.
 *
 * <p>{@link coop.canut.web.sign.SignPages} shows a one-time link's page, whose button uses the link up so that no scanner of
 * mail can; begins the session; and ends it. The account page lists a person's sessions with the browsers that they are in,
 * ends any of them, makes a link for another device, and keeps the language. It calls {@code member} alone. The cookie and
 * the rules for forms are those of {@code page}. Source: DESIGN.md 11, OWASP ASVS 5.0 chapter 7.
 */
package coop.canut.web.sign;
