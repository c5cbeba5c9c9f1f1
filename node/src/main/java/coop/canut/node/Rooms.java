package coop.canut.node;

import coop.canut.node.board.Board;
import coop.canut.node.decision.Decisions;
import coop.canut.node.decision.Policies;
import coop.canut.node.door.Refusals;
import coop.canut.node.fediverse.Fediverse;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.ledger.Pay;
import coop.canut.node.mail.Addresses;
import coop.canut.node.mail.Letters;
import coop.canut.node.member.Members;
import coop.canut.node.member.People;
import coop.canut.node.member.Sessions;
import coop.canut.node.member.SignInLetters;
import coop.canut.node.member.Takeaway;
import coop.canut.node.peer.PeerLists;
import coop.canut.node.peer.Peers;
import coop.canut.node.peer.Ties;
import coop.canut.node.post.Forks;
import coop.canut.node.post.Witnesses;
import coop.canut.node.publish.Contents;
import coop.canut.node.publish.Drafts;
import coop.canut.node.publish.Erasures;
import coop.canut.node.publish.Exports;
import coop.canut.node.publish.Items;
import coop.canut.node.publish.Listings;
import coop.canut.node.publish.Reviews;
import coop.canut.node.quota.Quotas;
import coop.canut.node.start.Start;
import coop.canut.node.work.Claims;
import coop.canut.node.work.Files;
import coop.canut.node.work.Receipts;
import coop.canut.node.work.Tasks;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The rooms of a node whose use cases people call, by the API or by pages, and what pages have to know of the node itself.
 *
 * @param closed while it holds nothing may be changed here: the node is finding out what it had said
 */
public record Rooms(World world, NodeConfig config, Refusals refusals, Quotas quotas, Members members, People people,
                    Takeaway takeaway, Sessions sessions, SignInLetters signInLetters, Letters letters,
                    Addresses addresses, Start start, Ledger ledger, Pay pay,
                    MoneyRooms money, Peers peers, Ties ties, PeerLists peerLists, Policies policies, Decisions decisions,
                    Items items, Drafts drafts,
                    Listings listings, Reviews reviews, Exports exports, Contents contents, Board board, Claims claims,
                    Tasks tasks, Files files, Receipts receipts, Erasures erasures, Forks forks, Witnesses witnesses,
                    Optional<Fediverse> fediverse, BooleanSupplier closed) {
}
