/**
 * Whole federations in virtual time, each from one seed.
 */
package coop.canut.ops.sim;
