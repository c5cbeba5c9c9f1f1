package coop.canut.protocol.vectors;

import static coop.canut.protocol.vectors.Judge.require;

import coop.canut.protocol.Problem;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.ListingMessage;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.StandingMessage.ReceiptIssued;
import coop.canut.protocol.message.WorkMessage;
import coop.canut.protocol.message.WorkMessage.AcceptedItem;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.work.ListingRules;
import coop.canut.protocol.work.SubmissionRules;
import coop.canut.protocol.work.Template;

/** Stage 15: the rule of each kind (section 12), as far as a state can tell; that of statements of keys is in their proof. */
final class Rules {
    private final State state;
    private final Host from;

    Rules(State state, Host from) {
        this.state = state;
        this.from = from;
    }

    /** Throws what the rule of the message's kind refuses it with. */
    void ask(Signed signed) {
        Message message = signed.message();
        switch (message) {
            case ListingMessage.Published listing -> listing(listing, signed);
            case ListingMessage.StateChanged change -> require(change.listing().host().equals(from), Problem.NOT_OWNER);
            case WorkMessage.SlotsRequested asked -> require(asked.listing().host().equals(state.self()), Problem.NOT_OWNER);
            case WorkMessage.SlotsGranted granted -> asked(granted.request());
            case WorkMessage.SlotsRefused refused -> asked(refused.request());
            case WorkMessage.SlotsReturned returned -> leased(returned.lease());
            case WorkMessage.Submitted answer -> answer(answer);
            case WorkMessage.Accepted accepted -> accepted.items().forEach(this::accepted);
            case ReceiptIssued receipt -> receipt(receipt);
            default -> { }
        }
    }

    private void listing(ListingMessage.Published listing, Signed signed) {
        ListingRules.check(listing, from, state.floors(from));
        Json.Obj held = state.revision(from, listing.listing().toString());
        require(held == null || State.number(held, "revision") != listing.revision()
            || State.text(held, "sha256").equals(signed.hash().toString()), Problem.EQUIVOCATION);
    }

    private void asked(Id request) {
        require(state.lists("asked", request), Problem.NO_SUCH_REQUEST);
    }

    private void leased(Id lease) {
        require(state.lists("leases", lease), Problem.SLOT_NOT_LEASED);
    }

    private void answer(WorkMessage.Submitted answer) {
        require(answer.listing().host().equals(state.self()), Problem.NOT_OWNER);
        SubmissionRules.requireHash(answer);
        leased(answer.lease());
        Json before = state.of("answers", answer.claim());
        require(before == null || before.equals(Json.text(answer.answerSha256().toString())), Problem.WORK_FROZEN);
        if (state.said().get("template") instanceof Json.Text template) {
            Template.read(template.value()).requireAnswer(answer.answer());
        }
    }

    private void accepted(AcceptedItem item) {
        Json.Obj claim = (Json.Obj) state.of("claims", item.claim());
        require(claim != null && State.text(claim, "slot").equals(item.slot().toString()), Problem.NO_SUCH_REQUEST);
        require(State.text(claim, "answerSha256").equals(item.answerSha256().toString()), Problem.DIGEST_MISMATCH);
        require(State.number(claim, "price") == item.amount(), Problem.PRICE_FROZEN_BY_CLAIM);
        require(State.text(claim, "state").equals("submitted"), Problem.WORK_FROZEN);
    }

    private void receipt(ReceiptIssued receipt) {
        require(receipt.requester().host().equals(from), Problem.URL_OFF_ORIGIN);
        require(state.of("earned", "ok") instanceof Json.Int ok && receipt.ok() <= ok.value()
            && state.of("earned", "minutes") instanceof Json.Int minutes && receipt.paidMinutes() <= minutes.value(),
            Problem.RECEIPT_MISMATCH);
    }
}
