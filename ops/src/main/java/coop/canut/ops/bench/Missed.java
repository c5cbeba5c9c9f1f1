package coop.canut.ops.bench;

import coop.canut.node.Identity;
import coop.canut.node.NodeConfig;
import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.machine.OpenDatabase;
import coop.canut.protocol.Limits;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.message.ChannelPosition;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.ListingMessage.StateChanged;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.name.Pseudonym;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.protocol.work.SubmissionRules;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a node said while a peer was away, put into the tables of the stopped node: signed by its own keys, chained, numbered,
 * appended to its tree, as it would have done itself one batch at a time.
 */
final class Missed implements AutoCloseable {

    /** Listings that open one after another before they are closed: a peer may have so many open at most, and a few more. */
    private static final int WAVE = 500;
    private static final int MEMBERS = 64;
    private static final String ANSWER = ChoiceTemplate.answer("glad");

    private final MissedStore store = new MissedStore();
    private final SecureRandom random = new SecureRandom();
    private final OpenDatabase database;
    private final Identity self;
    private final Host reader;
    private final List<Id> members = IntStream.range(0, MEMBERS).mapToObj(i -> newId()).toList();

    /** Opens the tables of a node that does not run. */
    Missed(Federation federation, Cooperative author, Cooperative reader) {
        NodeConfig config = NodeConfig.read(federation.config(author));
        this.database = OpenDatabase.of(config);
        this.self = Identity.read(config.keys(), author.host());
        this.reader = reader.host();
    }

    /** Answers to slots that the reader has lent, one message each, at the end of the channel to it. */
    void answer(List<MissedStore.Slot> slots) {
        for (int from = 0; from < slots.size(); from += Limits.BATCH_MESSAGES) {
            ChannelPosition at = database.get(sql -> store.channel(sql, reader));
            List<Signed> batch = new ArrayList<>();
            for (MissedStore.Slot slot : slots.subList(from, Math.min(slots.size(), from + Limits.BATCH_MESSAGES))) {
                at = new ChannelPosition(at.epoch(), at.seq() + 1, batch.isEmpty() ? at.prev() : batch.getLast().hash());
                batch.add(sign(reader, at, answer(slot)));
            }
            database.get(sql -> store.say(sql, reader, batch));
        }
    }

    private Submitted answer(MissedStore.Slot slot) {
        Id member = members.get(random.nextInt(MEMBERS));
        byte[] secret = self.pseudonymKey().reveal();
        return new Submitted(slot.id(), newId(), slot.listing(), new ObjectUrl(Noun.LISTING, reader, slot.listing()), 1,
            Pseudonym.subject(secret, member, reader),
            Pseudonym.worker(secret, member, new ObjectUrl(Noun.REQUESTER, reader, slot.listing())), 60, "", ANSWER,
            SubmissionRules.hash(ANSWER), List.of());
    }

    /** Listings that open and close, so many messages, at the end of the log; each like the newest that is there. */
    void publish(int count) {
        Published model = (Published) Codec.read(database.get(sql ->
            store.newest(sql, self.host(), "listing-published"))).envelope().message();
        List<Message> all = new ArrayList<>();
        while (all.size() < count) {
            List<ObjectUrl> wave = IntStream.range(0, WAVE).mapToObj(i -> new ObjectUrl(Noun.LISTING, self.host(), newId()))
                .toList();
            wave.forEach(listing -> all.add(like(model, listing)));
            wave.forEach(listing -> all.add(new StateChanged(listing, 1, State.CLOSED, "done", null)));
        }
        List<Signed> signed = all.subList(0, count).parallelStream().map(message -> sign(null, null, message)).toList();
        for (int from = 0; from < count;) {
            List<Signed> part = fitting(signed.subList(from, count));
            MissedStore.Head head = database.get(sql -> store.log(sql, self.host()));
            Frontier after = head.frontier();
            for (Signed each : part) {
                after = after.append(new LogEntry(each.envelope().id(), each.envelope().kind().code(), each.hash()).leaf());
            }
            Frontier end = after;
            String note = new Checkpoint(Checkpoint.origin(self.host(), head.epoch()), end.size(), end.root())
                .sign(self.first(Purpose.LOG));
            database.get(sql -> store.publish(sql, self.host(), head, part, end, note));
            from += part.size();
        }
    }

    /** As many as one push may carry. */
    private static List<Signed> fitting(List<Signed> messages) {
        int bytes = Limits.CHECKPOINT_CHARS;
        int count = 0;
        while (count < messages.size() && count < Limits.BATCH_MESSAGES
            && (count == 0 || bytes + messages.get(count).wire().length < Limits.BATCH_BYTES)) {
            bytes += messages.get(count).wire().length + 1;
            count++;
        }
        return messages.subList(0, count);
    }

    private static Published like(Published model, ObjectUrl listing) {
        return new Published(listing, 1, model.requester(), model.identity(), model.name(), model.content(), model.endUse(),
            model.categories(), model.languages(), model.skills(), model.band(), model.audience(), model.machineHelp(),
            model.work(), model.pay(), model.deadline(), model.policy());
    }

    private Signed sign(Host to, ChannelPosition place, Message message) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return Codec.sign(Envelope.of(self.host(), now, to, place, message), self.first(Purpose.NODE), now);
    }

    private Id newId() {
        byte[] bytes = new byte[10];
        random.nextBytes(bytes);
        return Id.of(System.currentTimeMillis(), bytes);
    }

    @Override
    public void close() {
        database.close();
    }
}
