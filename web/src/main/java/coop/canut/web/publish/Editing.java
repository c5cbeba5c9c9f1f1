package coop.canut.web.publish;

import coop.canut.node.publish.Quote;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.work.ChoiceTemplate.Choice;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Form;
import coop.canut.web.page.Page;
import java.time.Instant;
import java.util.List;

/**
 * What the page of a draft shows.
 *
 * @param savedAt  when it was kept last
 * @param form     what was typed
 * @param uploaded the items; null if there are none
 * @param bad      rows that have to be mended; null if there are none
 * @param open     what has to be done before it can be published
 */
public record Editing(Page page, Id draft, Instant savedAt, Form form, Faults faults, What what, Uploaded uploaded, Bad bad,
                      Preview preview, Terms terms, Cost cost, List<Open> open, List<Step> steps) {

    /**
     * What is asked.
     *
     * @param parts of what a worker sees
     * @param more  whether one more fits
     */
    public record What(List<Part> parts, boolean more, List<Choice> choices) {
    }

    /**
     * On which terms.
     *
     * @param peers      cooperatives that it may be offered to, ours first
     * @param currencies in which the members have said what an hour is worth
     * @param currency   of the price
     * @param scale      null without a floor in that currency
     */
    public record Terms(List<Peer> peers, List<String> currencies, String currency, Scale scale) {
    }

    /**
     * What it comes to.
     *
     * @param quote        of the node; its amounts are null as long as there is no price
     * @param feePermille  of the price, for the cooperative
     * @param fundPermille of the price, for the federation
     */
    public record Cost(Quote quote, long feePermille, long fundPermille) {

        /** Whether there is anything to pay yet. */
        public boolean isKnown() {
            return quote.whole() != null && quote.answers() > 0;
        }

        /** What the balance lacks; null if it covers all of it. */
        public Money missing() {
            return quote.balance().compareTo(quote.needed()) < 0 ? quote.needed().minus(quote.balance()) : null;
        }
    }

    /**
     * One of the four steps.
     *
     * @param open  how much there is to do in it
     * @param known whether that can be said already
     */
    public record Step(String name, long open, boolean known) {
    }

    /** One thing to do. @param label of its field @param what is wrong with it; null if it is only not filled in */
    public record Open(String field, String label, String what) {
    }

    /**
     * A part of what is shown.
     *
     * @param number in the names of its fields
     * @param column that it is taken from, or empty
     */
    public record Part(int number, String name, boolean image, String column) {
    }

    /**
     * Items that are there.
     *
     * @param rows   all of them
     * @param first  the first few
     * @param files  images among them
     */
    public record Uploaded(long rows, List<String> columns, List<List<String>> first, long files) {
    }

    /**
     * Rows that have to be mended.
     *
     * @param file  an address that is a file of them; null if it is about items that are stored
     */
    public record Bad(List<Row> rows, String file) {
    }

    /** One of them. @param text as the file has it, or null */
    public record Row(int line, String what, String text) {
    }

    /**
     * A task as a worker will see it.
     *
     * @param row    which one, from 1
     * @param rows   that can be looked at; 0: only the shape can be shown
     * @param chosen number of the choice that was tried, or -1
     */
    public record Preview(List<Seen> seen, String ask, List<Choice> choices, int row, int rows, int chosen) {
    }

    /**
     * A part of it.
     *
     * @param text  or null
     * @param image address of an image, or null; both are null where an image would stand
     */
    public record Seen(String name, String text, String image) {
    }

    /** A cooperative. @param mark address of its woven mark */
    public record Peer(Host host, String mark, boolean chosen) {
    }

    /**
     * What an hour pays.
     *
     * @param svg  with the floor
     * @param says the same in a sentence
     */
    public record Scale(String svg, String says) {
    }
}
