package coop.canut.node.accounting;

import coop.canut.node.csv.CsvCells;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.store.Store;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The books as files: every transfer as CSV, and a year of them as the file that French law asks for. */
public final class Journal {

    /** Transfers of one page: what is held in memory at once. */
    private static final int PAGE = 2_000;
    private static final List<String> COLUMNS = List.of("number", "time", "kind", "debit", "debit_number", "debit_of", "credit",
        "credit_number", "credit_of", "amount", "currency", "reference", "text", "id");
    private static final int YEAR_MAX = 2999;

    private final Store store;
    private final Chart chart;
    private final AccountingStore accounting = new AccountingStore();

    /** The journal of the books in this store. */
    public Journal(Store store, Chart chart) {
        this.store = store;
        this.chart = chart;
    }

    /**
     * Every transfer of a span of time, by number, as CSV: a line each, amounts with the decimals of their currency.
     *
     * @param treasurer null for somebody at the machine
     * @param to        the instant after the last
     * @param out       is given the chunks; the next one comes when its future has succeeded
     * @throws Refused (in the future) {@code not-allowed}
     */
    public Future<Void> csv(Person treasurer, Instant from, Instant to, Function<Buffer, Future<Void>> out) {
        return allowed(treasurer).compose(allowed -> chart.read()).compose(numbers ->
            out.apply(Buffer.buffer(CsvCells.line(COLUMNS))).compose(begun ->
                each(from, to, null, page -> {
                    var lines = new StringBuilder();
                    page.forEach(line -> lines.append(CsvCells.line(cells(numbers, line))));
                    return out.apply(Buffer.buffer(lines.toString()));
                })));
    }

    private static List<String> cells(Map<String, Chart.ChartAccount> numbers, Booked line) {
        return List.of(Long.toString(line.number()), line.at().toString(), line.kind(), line.debit(),
            numbers.get(Chart.key(line.debit())).number(), line.debitOf(), line.credit(),
            numbers.get(Chart.key(line.credit())).number(), line.creditOf(), line.amount().plain().split(" ")[0],
            line.amount().currency(), line.cause(), line.text(), line.id());
    }

    /**
     * A calendar year of the transfers in euros as a <i>fichier des écritures comptables</i>: 18 columns between tabs, UTF-8. It
     * begins with the balances at the start of the year; its entries are numbered without gaps in the order of the books.
     *
     * @param treasurer null for somebody at the machine
     * @param year      of UTC
     * @param out       as {@link #csv}
     * @throws Refused (in the future) {@code not-allowed}; {@code field-wrong} on {@code year}
     */
    public Future<Void> fec(Person treasurer, int year, Function<Buffer, Future<Void>> out) {
        if (year < 2000 || year > YEAR_MAX) {
            return Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "year", "no year of these books"));
        }
        Instant from = start(year);
        return allowed(treasurer).compose(allowed -> chart.read()).compose(numbers -> {
            var fec = new Fec(numbers);
            return accounting.opening(store, from, Fec.CURRENCY)
                .compose(opening -> out.apply(Buffer.buffer(Fec.HEADER + fec.opening(opening, from))))
                .compose(begun -> each(from, start(year + 1), Fec.CURRENCY, page -> {
                    var lines = new StringBuilder();
                    page.forEach(line -> lines.append(fec.lines(line)));
                    return out.apply(Buffer.buffer(lines.toString()));
                }));
        });
    }

    /**
     * The name that the law gives the file of a year.
     *
     * @throws Refused (in the future) {@code field-missing} on {@code siren} if nobody has set it
     */
    public Future<String> fecName(int year) {
        return chart.settings().map(settings -> {
            if (settings.siren().isEmpty()) {
                throw Refused.at(Problem.FIELD_MISSING, "siren", "none");
            }
            return settings.siren() + "FEC" + year + "1231.txt";
        });
    }

    private static Instant start(int year) {
        return ZonedDateTime.of(year, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC).toInstant();
    }

    /** Page after page; a chain of futures would be as long as the books. */
    private Future<Void> each(Instant from, Instant to, String currency, Function<List<Booked>, Future<Void>> page) {
        Promise<Void> done = Promise.promise();
        next(0, from, to, currency, page, done);
        return done.future();
    }

    private void next(long after, Instant from, Instant to, String currency, Function<List<Booked>, Future<Void>> page,
                      Promise<Void> done) {
        accounting.booked(store, after, from, to, currency, PAGE)
            .compose(read -> (read.isEmpty() ? Future.<Void>succeededFuture() : page.apply(read)).map(read))
            .onComplete(read -> {
                if (read.failed()) {
                    done.fail(read.cause());
                } else if (read.result().size() < PAGE) {
                    done.complete();
                } else {
                    next(read.result().getLast().number(), from, to, currency, page, done);
                }
            });
    }

    private static Future<Void> allowed(Person treasurer) {
        return treasurer == null || treasurer.is(Role.TREASURER) ? Future.succeededFuture()
            : Future.failedFuture(new Refused(Problem.NOT_ALLOWED, "journal for " + treasurer.id()));
    }
}
