/**
 * The members' side of work: slots that publishing nodes lent us, the claims of our members on them, and what came of each.
 *
 * <p>{@link coop.canut.node.work.Stock} asks publishing nodes for slots, keeps what they grant, and gives back what runs out;
 * {@link coop.canut.node.work.Files} brings the files that travel with a unit before anybody may open it. {@link
 * coop.canut.node.work.Claims} lets members open, answer, release and decline; a click on a slot in stock is one local
 * statement, and two constraints stand behind it: one live claim per slot, one answer per unit and member. {@link
 * coop.canut.node.work.Reviews} hears that answers were accepted, books the money, and hears of proposed rejections; {@link
 * coop.canut.node.work.Receipts} keeps what publishing nodes say of a worker and hands it out countersigned. {@link
 * coop.canut.node.work.Measures} counts what claims tell of the work itself, for the board. Everything that a publishing node
 * hears is written in the transaction of the fact. Our own clock alone decides lateness. Nobody outside this node learns who
 * a worker is: messages carry the names that {@link coop.canut.node.work.Pseudonyms} makes. Our own publishing side is a peer
 * like any other; only its files are read in process. It calls store, post, board and ledger. Source: FEDERATION.md 7.3, 7.5
 * and 8, DESIGN.md 6.
 */
package coop.canut.node.work;
