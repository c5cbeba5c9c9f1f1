package coop.canut.web.money;

import coop.canut.node.Rooms;
import coop.canut.node.ledger.Entry;
import coop.canut.node.ledger.Ledger.Search;
import coop.canut.node.member.Requester;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import coop.canut.web.page.Access;
import coop.canut.web.page.Amount;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Form;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import coop.canut.web.page.Words;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The books and the entries in them, and deposits. */
public final class LedgerPages {

    private static final int ENTRIES = 50;
    private static final int WRONG = 422;
    /** Characters of a bank reference, as the ledger takes them. */
    private static final int REFERENCE_CHARS = 140;

    private final Rooms rooms;

    /** The pages over these rooms. */
    public LedgerPages(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/ledger", Access.TREASURER, this::ledger);
        site.get("/deposits", Access.TREASURER, visit -> deposit(visit, 200, Faults.NONE));
        site.post("/deposits", Access.TREASURER, Set.of("requester", "amount", "currency", "reference"), this::deposited);
    }

    /**
     * The books.
     *
     * @param account whose entries are shown, or null for all
     * @param text    that was looked for; may be empty
     * @param entries the newest first
     * @param older   address of the next page, or null
     * @param waiting corrections that wait for a second person
     */
    public record Ledger(Page page, List<Books.Sides> books, String account, String text, List<Entry> entries, String older,
                         long waiting, Names names) {

        /** Accounts to choose from: those in which there is something, and the one that is shown. */
        public List<String> accounts() {
            return Stream.concat(Books.accounts(books).stream(), Stream.ofNullable(account)).distinct().toList();
        }
    }

    private Future<Answer> ledger(Visit visit) {
        String account = visit.query("account").isEmpty() ? null : visit.query("account");
        String text = visit.query("text");
        var search = new Search(account, text, null, null);
        Long before = before(visit.query("before"));
        return rooms.ledger().balances().compose(balances ->
            (text.isEmpty() ? rooms.ledger().entries(visit.person(), account, before, ENTRIES)
                : rooms.ledger().search(visit.person(), search, before, ENTRIES)).compose(entries -> {
                    List<Books.Sides> books = Books.of(balances);
                    List<String> accounts = new ArrayList<>(Books.accounts(books));
                    entries.forEach(entry -> accounts.addAll(List.of(entry.debit(), entry.credit())));
                    if (account != null) {
                        accounts.add(account);
                    }
                    return Names.of(visit.words(), rooms, visit.person(), accounts).compose(names ->
                        rooms.money().corrections().waiting().compose(waiting -> Answer.page("money/ledger.jte",
                            new Ledger(visit.page(visit.words().text("ledger.title")), books, account, text, entries,
                                older(account, text, entries), waiting, names))));
                }));
    }

    private static String older(String account, String text, List<Entry> entries) {
        return entries.size() < ENTRIES ? null : "/ledger?before=" + entries.getLast().number()
            + (account == null ? "" : "&account=" + account)
            + (text.isEmpty() ? "" : "&text=" + URLEncoder.encode(text, StandardCharsets.UTF_8)) + "#entries";
    }

    private static Long before(String number) {
        if (!number.matches("[0-9]{0,18}")) {
            throw Refused.at(Problem.FIELD_WRONG, "before", "no number of an entry");
        }
        return number.isEmpty() ? null : Long.valueOf(number);
    }

    /** The form for a deposit. */
    public record Deposit(Page page, Form form, Faults faults, List<Requester> requesters, List<String> currencies) {
    }

    private Future<Answer> deposit(Visit visit, int status, Faults faults) {
        return rooms.members().requesters(visit.person()).map(requesters -> new Answer.Shown(status, "money/deposit.jte",
            new Deposit(visit.page(visit.words().text("deposit.title")), visit.form(), faults, requesters,
                MoneyForm.currencies(rooms))));
    }

    private Future<Answer> deposited(Visit visit) {
        Form form = visit.form();
        String reference = form.text("reference");
        Id requester = requester(form.text("requester"));
        Optional<Money> amount = Money.isCurrency(form.text("currency"))
            ? Amount.read(form.text("amount"), form.text("currency")).filter(typed -> typed.amount() > 0) : Optional.empty();
        Faults faults = faults(visit.words(), form, requester, amount);
        return faults.any() ? deposit(visit, WRONG, faults)
            : rooms.members().requester(requester)
                .compose(known -> rooms.ledger().deposit(visit.person(), known.url(), amount.orElseThrow(), reference))
                .compose(isNew -> visit.did("/ledger", isNew ? "deposit" : "deposit.known"))
                .recover(error -> again(visit, error));
    }

    private static Faults faults(Words words, Form form, Id requester, Optional<Money> amount) {
        Map<String, String> faults = new LinkedHashMap<>();
        if (requester == null) {
            faults.put("requester", words.text("deposit.requester.missing"));
        }
        if (!Money.isCurrency(form.text("currency"))) {
            faults.put("currency", words.text("problem.field-wrong"));
        } else if (amount.isEmpty()) {
            faults.put("amount", form.text("amount").isEmpty() ? words.text("problem.field-missing")
                : words.text("amount.wrong", Money.zero(form.text("currency")).exponent()));
        }
        String reference = form.text("reference");
        if (reference.isEmpty() || reference.length() > REFERENCE_CHARS) {
            faults.put("reference", words.text(reference.isEmpty() ? "problem.field-missing" : "problem.json-limit"));
        }
        return new Faults(faults);
    }

    private static Id requester(String text) {
        try {
            return Id.of(text);
        } catch (Refused notCanonical) {
            return null;
        }
    }

    private Future<Answer> again(Visit visit, Throwable error) {
        if (!(error instanceof Refused refused) || refused.field() == null) {
            return Future.failedFuture(error);
        }
        String key = switch (refused.field()) {
            case "requester" -> "deposit.requester.missing";
            case "reference" -> "deposit.reference.used";
            default -> "problem.field-wrong";
        };
        return deposit(visit, refused.problem().status(), new Faults(Map.of(refused.field(), visit.words().text(key))));
    }
}
