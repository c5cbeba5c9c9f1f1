/**
 * Pictures that are computed: what people would rather look at than read.
 *
 * <p>{@link coop.canut.web.look.Weave} is the mark of a cooperative, woven from the fingerprint of its keys, so that who
 * compares two marks compares keys. {@link coop.canut.web.look.Fabric} draws the federation as a weave. {@link
 * coop.canut.web.look.Palette} knows the colours of the style sheet and what can be read on what. Other pictures are drawn as
 * SVG from numbers, each with a table beside it for those who cannot see it. Everything here is a pure function from values to
 * SVG text. Nothing here calls a use case, and every package of pages may call it. Source: PEOPLE.md 1 and 7.
 */
package coop.canut.web.look;
