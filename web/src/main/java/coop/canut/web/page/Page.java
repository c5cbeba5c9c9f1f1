package coop.canut.web.page;

import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands around every page.
 *
 * @param title   of this page, for the window
 * @param path    of this page, to show where one is
 * @param person  who looks at it, or null
 * @param token   for its forms; empty for somebody who is not signed in
 * @param home    the cooperative
 * @param told    what the step before did, in a sentence, or null
 * @param chosen  the language that was asked for in the address, or null
 * @param scripts modules beside the one of every page
 * @param isLively whether it fetches parts of itself and listens for changes (htmx, server-sent events)
 */
public record Page(String title, Words words, String path, Person person, String token, Assets assets, Home home,
                   String told, String chosen, List<String> scripts, boolean isLively) {

    /**
     * The cooperative whose node this is.
     *
     * @param mark address of its woven mark
     */
    public record Home(String name, String host, String mark) {
    }

    /** A place that the navigation leads to. */
    public record Place(String path, String key) {
    }

    /** The same page with a module of its own. */
    public Page with(String script) {
        List<String> more = new ArrayList<>(scripts);
        more.add(script);
        return new Page(title, words, path, person, token, assets, home, told, chosen, List.copyOf(more),
            isLively);
    }

    /** The same page with what it needs to fetch parts of itself and to listen for changes. */
    public Page lively() {
        return new Page(title, words, path, person, token, assets, home, told, chosen, scripts, true);
    }

    /** The same page, which the navigation shows as part of another place. */
    public Page of(String place) {
        return new Page(title, words, place, person, token, assets, home, told, chosen, scripts, isLively);
    }

    /** An address of this site, with the language if it was chosen in the address and nobody is signed in. */
    public String to(String path) {
        return chosen == null || person != null ? path : path + (path.contains("?") ? "&" : "?") + "lang=" + chosen;
    }

    /** This page in another language. */
    public String inLanguage(String language) {
        return path + "?lang=" + language;
    }

    /** Where this person may go. */
    public List<Place> places() {
        List<Place> places = new ArrayList<>();
        places.add(new Place("/board", person == null ? "nav.open" : "nav.board"));
        if (person == null) {
            places.add(new Place("/verify", "nav.verify"));
            return places;
        }
        if (person.is(Role.WORKER)) {
            places.add(new Place("/workbench", "nav.workbench"));
            places.add(new Place("/me", "nav.me"));
        }
        if (person.is(Role.REQUESTER)) {
            places.add(new Place("/batches", "nav.batches"));
            places.add(new Place("/money", "nav.money"));
            places.add(new Place("/organisation", "nav.organisation"));
        }
        if (person.isMember()) {
            places.add(new Place("/members", "nav.members"));
            places.add(new Place("/accounts", "nav.accounts"));
        }
        if (person.is(Role.TREASURER)) {
            places.add(new Place("/ledger", "nav.ledger"));
        }
        if (Access.MEMBER.allows(person)) {
            places.add(new Place("/decisions", "nav.decisions"));
        }
        if (person.is(Role.STEWARD)) {
            places.add(new Place("/peers", "nav.peers"));
            places.add(new Place("/people", "nav.people"));
        }
        return places;
    }

    /** Whether a place is the one we are at, or above it. */
    public boolean isAt(Place place) {
        return path.equals(place.path()) || path.startsWith(place.path() + "/");
    }

    /** A sentence in the reader's language. */
    public String text(String key, Object... arguments) {
        return words.text(key, arguments);
    }
}
