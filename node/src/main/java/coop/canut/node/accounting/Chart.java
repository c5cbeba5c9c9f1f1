package coop.canut.node.accounting;

import coop.canut.node.World;
import coop.canut.node.ledger.AccountClass;
import coop.canut.node.ledger.Bookings;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.store.Store;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which number and name each kind of account has in the accountant's chart. What nobody has changed is as the French plan
 * comptable général has it. Source: règlement ANC 2014-03, titre IX.
 */
public final class Chart {

    private static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z]{3,20}");
    private static final Pattern SIREN = Pattern.compile("[0-9]{9}");
    private static final int LABEL_CHARS = 100;
    private static final int NOTE_CHARS = 500;

    private static final Map<String, ChartAccount> USUAL = new LinkedHashMap<>();

    static {
        usual("bank", "512000", "Banque");
        usual("bank-out", "581000", "Virements émis à débiter");
        usual("due-from", "411000", "Coopératives débitrices");
        usual("prepaid", "419100", "Avances des commanditaires");
        usual("escrow", "467100", "Fonds affectés aux lots");
        usual("topup", "467200", "Fonds affectés aux primes");
        usual("payable", "421000", "Rémunérations dues aux membres");
        usual("allocated", "457000", "Parts d’excédent à payer");
        usual("due-to", "401000", "Coopératives créditrices");
        usual("own-due", "467800", "Rémunérations en cours d’inscription");
        usual("fund:federation", "467300", "Fonds de la fédération");
        usual("fund:guarantee", "467400", "Fonds de garantie");
        usual("reserve", "106800", "Autres réserves");
        usual("surplus", "120000", "Excédent à affecter");
        usual("income:fee", "706000", "Frais de service");
        usual("income:other", "758000", "Autres produits");
        usual("expense:hosting", "613500", "Hébergement");
        usual("expense:bank", "627000", "Services bancaires");
        usual("expense:services", "622600", "Honoraires et prestations");
        usual("expense:travel", "625100", "Déplacements");
        usual("expense:tax", "635000", "Impôts et taxes");
        usual("expense:other", "628000", "Charges diverses");
        usual("loss:restored", "658000", "Dettes d’un disque perdu");
        usual("other", "471000", "Compte d’attente");
    }

    private final World world;
    private final Store store;
    private final AccountingStore accounting = new AccountingStore();

    /** The chart of this node. */
    public Chart(World world, Store store) {
        this.world = world;
        this.store = store;
    }

    /**
     * An account of the accountant's chart.
     *
     * @param key    which of ours it stands for: a class, or one account of the cooperative's own
     * @param number such as {@code 512000}
     */
    public record ChartAccount(String key, String number, String label) {
    }

    /** What an accountant sets besides. @param siren nine digits, or empty; @param note under each invoice, such as about VAT */
    public record Settings(String siren, String note) {
    }

    private static void usual(String key, String number, String label) {
        USUAL.put(key, new ChartAccount(key, number, label));
    }

    /** The key of an account of ours. */
    static String key(String account) {
        AccountClass of = AccountClass.of(account);
        return switch (of) {
            case FUND, FEE, INCOME, EXPENSE, LOSS -> USUAL.containsKey(account) ? account
                : of == AccountClass.EXPENSE ? "expense:" + Bookings.EXPENSES.getLast() : "other";
            default -> of.code();
        };
    }

    /** All of them, in the order of a balance sheet. */
    public Future<List<ChartAccount>> accounts() {
        return read().map(chart -> List.copyOf(chart.values()));
    }

    Future<Map<String, ChartAccount>> read() {
        return accounting.chart(store).map(changed -> {
            Map<String, ChartAccount> chart = new LinkedHashMap<>(USUAL);
            changed.forEach(account -> chart.replace(account.key(), account));
            return chart;
        });
    }

    /**
     * A treasurer gives accounts other numbers; those that are as they were stay so.
     *
     * @throws Refused (in the future) {@code not-allowed}; {@code field-wrong} on the key of the account that is wrong
     */
    public Future<Void> change(Person treasurer, List<ChartAccount> accounts) {
        treasurer.require(Role.TREASURER);
        accounts.forEach(Chart::require);
        return read().compose(chart -> {
            List<ChartAccount> changed = new ArrayList<>(accounts);
            changed.removeIf(account -> account.equals(chart.get(account.key())));
            return store.write(tx -> accounting.change(tx, changed, treasurer.id(), world.now()));
        });
    }

    private static void require(ChartAccount account) {
        boolean sound = USUAL.containsKey(account.key()) && NUMBER.matcher(account.number()).matches()
            && !account.label().isBlank() && account.label().length() <= LABEL_CHARS;
        if (!sound) {
            throw Refused.at(Problem.FIELD_WRONG, account.key(), "no account of a chart");
        }
    }

    /** What was set besides. */
    public Future<Settings> settings() {
        return accounting.settings(store);
    }

    /** Sets it; {@code not-allowed}, {@code field-wrong} on {@code siren} or {@code note}. */
    public Future<Void> set(Person treasurer, Settings settings) {
        treasurer.require(Role.TREASURER);
        if (!settings.siren().isEmpty() && !SIREN.matcher(settings.siren()).matches()) {
            throw Refused.at(Problem.FIELD_WRONG, "siren", "not nine digits");
        }
        if (settings.note().length() > NOTE_CHARS) {
            throw Refused.at(Problem.FIELD_WRONG, "note", "longer than " + NOTE_CHARS);
        }
        return accounting.set(store, settings);
    }
}
