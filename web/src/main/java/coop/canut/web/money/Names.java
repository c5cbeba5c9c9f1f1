package coop.canut.web.money;

import coop.canut.node.Rooms;
import coop.canut.node.ledger.AccountClass;
import coop.canut.node.ledger.Balance;
import coop.canut.node.member.Person;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.web.page.Words;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What accounts are called: by the names of people, requesters and batches, where their codes have ids. */
public final class Names {

    private final Words words;
    private final Map<String, String> owners;

    private Names(Words words, Map<String, String> owners) {
        this.words = words;
        this.owners = owners;
    }

    /** The names of these accounts. Whoever is not found any more is called by its id. */
    static Future<Names> of(Words words, Rooms rooms, Person treasurer, Collection<String> accounts) {
        return rooms.members().requesters(treasurer).compose(requesters -> {
            Map<Id, String> called = new HashMap<>();
            requesters.forEach(requester -> called.put(requester.id(), requester.identity().name()));
            Map<String, String> owners = new HashMap<>();
            List<Future<?>> found = new TreeSet<>(accounts).stream().<Future<?>>map(account ->
                owner(words, rooms, called, account).onSuccess(owner -> owners.put(account, owner))).toList();
            return Future.join(found).transform(all -> Future.succeededFuture(new Names(words, owners)));
        });
    }

    /** The names of the cooperative's own accounts, which tell nothing about anybody. */
    static Names ofOwn(Words words, List<Balance> balances) {
        Map<String, String> owners = new HashMap<>();
        balances.stream().map(Balance::code).filter(OpenBooksPage::isOwn).forEach(account -> {
            AccountClass of = AccountClass.of(account);
            owners.put(account, of == AccountClass.FUND || of == AccountClass.EXPENSE
                ? words.text("account." + account.replace(':', '.')) : "");
        });
        return new Names(words, owners);
    }

    private static Future<String> owner(Words words, Rooms rooms, Map<Id, String> requesters, String account) {
        Optional<Id> id = Books.id(account);
        return switch (AccountClass.of(account)) {
            case PREPAID -> found(id.map(requesters::get));
            case PAYABLE, ALLOCATED -> id.map(member -> rooms.members().person(member).map(Person::name))
                .orElse(found(Optional.empty()));
            case ESCROW, TOPUP -> id.map(listing -> rooms.board()
                .listing(new ObjectUrl(Noun.LISTING, rooms.config().host(), listing)).map(detail -> detail.posting().title()))
                .orElse(found(Optional.empty()));
            case DUE_FROM, DUE_TO -> found(Books.host(account).map(Host::toString));
            case OTHER -> found(Optional.empty());
            case FUND, EXPENSE -> found(Optional.of(words.text("account." + account.replace(':', '.'))));
            default -> found(Optional.of(""));
        };
    }

    private static Future<String> found(Optional<String> name) {
        return name.map(Future::succeededFuture).orElse(Future.failedFuture("nobody of that name"));
    }

    /** Whose account it is, or what, where its group is named beside it. */
    public String owner(String account) {
        String owner = owners.getOrDefault(account, account);
        return owner.isEmpty() ? words.text("account." + AccountClass.of(account).code()) : owner;
    }

    /** What an account is called by itself. */
    public String whole(String account) {
        String owner = owners.getOrDefault(account, account);
        String of = AccountClass.of(account).code();
        return owner.isEmpty() ? words.text("account." + of)
            : words.has("account.of." + of) ? words.text("account.of." + of, owner) : owner;
    }
}
