/**
 * Money as the protocol and the ledger count it: integer minor units of one currency.
 *
 * <p>An amount is a whole number of the currency's smallest unit in ISO 4217: cents of EUR, yen of JPY, millimes of TND.
 * Nothing here is a fraction and nothing is a floating point number, so nothing is ever rounded away unseen. The smallest
 * price is one minor unit; work that is quicker than that is bundled, several items in one unit. Three calculations exist.
 * Comparing a price with an hourly floor multiplies both sides instead of dividing, so it is exact. A fee is a permille of a
 * price, rounded down, in favour of whoever pays it. A split gives every part its floor and the units that are left to the
 * largest remainders, so the parts always add up to the whole. Amounts of two currencies never meet in one calculation.
 * How money is shown to people is not decided here: that needs their language. The package is pure and may be used by
 * every other package of the protocol and above; it uses only the catalogue of refusals.
 */
package coop.canut.protocol.money;
