package coop.canut.node.accounting;

import coop.canut.node.accounting.AccountingStore.Opening;
import coop.canut.node.ledger.AccountClass;
import coop.canut.protocol.money.Money;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/**
 * Lines of a <i>fichier des écritures comptables</i>. One of these writes one file: it counts the entries. Source: livre des
 * procédures fiscales, article A. 47 A-1.
 */
final class Fec {

    static final String CURRENCY = "EUR";
    static final String HEADER = String.join("\t", "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum",
        "CompteLib", "CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet",
        "DateLet", "ValidDate", "Montantdevise", "Idevise") + "\r\n";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);
    private static final String NOTHING = "0,00";
    /** Where a loss of earlier years stands. */
    private static final String LOSS_NUMBER = "129000";

    private final Map<String, Chart.ChartAccount> chart;
    private long entries;

    Fec(Map<String, Chart.ChartAccount> chart) {
        this.chart = chart;
    }

    /** Which journal an entry is of. */
    private record JournalOf(String code, String label) {

        static JournalOf of(String kind) {
            return switch (kind) {
                case "DEPOSIT", "WITHDRAW", "PAYOUT", "BOOKED", "RETURNED", "INCOME", "EXPENSE" -> new JournalOf("BQ", "Banque");
                case "ACCEPT", "FEE", "FUND", "OWED", "BONUS" -> new JournalOf("VT", "Travail publié");
                case "EARN", "BONUS_EARNED" -> new JournalOf("TR", "Travail des membres");
                default -> new JournalOf("OD", "Opérations diverses");
            };
        }
    }

    /** Balances at the start, as one entry. What was earned and spent before is a result of earlier years. */
    String opening(List<Opening> balances, Instant at) {
        if (balances.isEmpty()) {
            return "";
        }
        entries++;
        var lines = new StringBuilder();
        var journal = new JournalOf("AN", "À nouveaux");
        long result = 0;
        for (Opening opening : balances) {
            AccountClass of = AccountClass.of(opening.account());
            if (of.isResult() || of == AccountClass.SURPLUS) {
                result += opening.balance();
            } else {
                lines.append(line(journal, at, number(opening.account()), opening.account(), opening.owner(), "AN",
                    "Solde à nouveau", -opening.balance()));
            }
        }
        if (result != 0) {
            Chart.ChartAccount surplus = chart.get(AccountClass.SURPLUS.code());
            lines.append(line(journal, at, result > 0 ? surplus
                    : new Chart.ChartAccount(surplus.key(), LOSS_NUMBER, "Perte à affecter"), "surplus", "", "AN",
                "Solde à nouveau", -result));
        }
        return lines.toString();
    }

    /** The two lines of a transfer. */
    String lines(Booked booked) {
        entries++;
        var journal = JournalOf.of(booked.kind());
        String said = label(booked.kind()) + (booked.text().isEmpty() ? "" : " : " + booked.text());
        return line(journal, booked.at(), number(booked.debit()), booked.debit(), booked.debitOf(), booked.cause(), said,
                booked.amount().amount())
            + line(journal, booked.at(), number(booked.credit()), booked.credit(), booked.creditOf(), booked.cause(), said,
                -booked.amount().amount());
    }

    private Chart.ChartAccount number(String account) {
        return chart.get(Chart.key(account));
    }

    /** @param debit in cents; below zero it is a credit */
    private String line(JournalOf journal, Instant at, Chart.ChartAccount number, String account, String owner, String piece,
                        String said, long debit) {
        String day = DAY.format(at);
        String[] parts = account.split(":");
        String auxiliary = owner.isEmpty() ? "" : parts[1];
        return String.join("\t", journal.code(), journal.label(), Long.toString(entries), day, number.number(),
            clean(number.label()), auxiliary, clean(owner), clean(piece), day, clean(said),
            debit > 0 ? amount(debit) : NOTHING, debit > 0 ? NOTHING : amount(-debit), "", "", day, "", "") + "\r\n";
    }

    private static String amount(long cents) {
        return Money.of(cents, CURRENCY).plain().split(" ")[0].replace('.', ',');
    }

    /** Nothing that would end a field or a line. */
    private static String clean(String text) {
        return text.replaceAll("[\\t\\r\\n|]", " ").strip();
    }

    private static String label(String kind) {
        return switch (kind) {
            case "DEPOSIT" -> "Dépôt";
            case "RESERVE" -> "Financement d’un lot";
            case "TOPUP" -> "Somme mise de côté pour des primes";
            case "ACCEPT" -> "Réponse acceptée";
            case "FEE" -> "Frais de service";
            case "FUND" -> "Part du fonds de la fédération";
            case "OWED" -> "Temps ou réponse en plus";
            case "SALVAGE" -> "Dette d’un disque perdu";
            case "BONUS" -> "Prime accordée";
            case "RELEASE" -> "Solde rendu";
            case "EARN" -> "Travail d’un membre";
            case "BONUS_EARNED" -> "Prime d’un membre";
            case "PAYOUT" -> "Virement à un membre, émis";
            case "WITHDRAW" -> "Reprise d’une avance, émise";
            case "BOOKED" -> "Virement exécuté";
            case "RETURNED" -> "Virement revenu";
            case "EXPENSE" -> "Dépense";
            case "INCOME" -> "Recette";
            case "MOVE" -> "Mouvement de fonds";
            case "CLOSE" -> "Clôture";
            case "ALLOCATE" -> "Affectation de l’excédent";
            case "REVERSE" -> "Correction";
            default -> kind;
        };
    }
}
