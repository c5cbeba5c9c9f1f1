package coop.canut.ops.browser;

import com.microsoft.playwright.Page;
import coop.canut.ops.demo.Person;
import coop.canut.ops.federation.Cooperative;
import java.util.ArrayList;
import java.util.List;

/** Every page of an exhibition, with somebody who may see it. */
final class Views {

    /**
     * A page to look at.
     *
     * @param name   for files
     * @param person or null for anybody
     */
    record View(String name, Cooperative cooperative, Person person, String path) {
    }

    private Views() {
    }

    /** All of them, in the order in which people meet them. */
    static List<View> of(Exhibition exhibition, Chromium chromium) {
        List<View> views = new ArrayList<>();
        Cooperative lyon = Cooperative.LYON;
        Cooperative bologna = Cooperative.BOLOGNA;
        for (String[] page : new String[][] {{"home", "/"}, {"open-work", "/board"}, {"verify", "/verify"},
            {"sign-in", "/sign-in"}, {"join", "/join"}, {"sign-up", "/requesters/join"}, {"missing", "/nothing-here"},
            {"design", "/design"}}) {
            views.add(new View(page[0], lyon, null, page[1]));
        }
        Person giulia = exhibition.worker(bologna);
        Person marco = exhibition.people().of(bologna, "worker").get(1);
        exhibition.story().openOne(giulia, exhibition.texts());
        exhibition.story().openOne(marco, exhibition.images());
        String task = "/tasks/" + exhibition.texts().host() + "/" + exhibition.texts().id();
        for (String[] page : new String[][] {{"board", "/board"}, {"board-filtered", "/board?text=weave&hardship=1"},
            {"board-empty", "/board?text=nothing+like+this"}, {"task", task}, {"workbench-text", "/workbench"},
            {"my-work", "/me"}, {"receipts", "/me/receipts"}, {"account", "/account"}, {"letters", "/letters"},
            {"membership", "/membership"},
            {"members", "/members"}, {"requesters", "/requesters"}, {"my-money", "/me/money"}, {"statement", "/me/statement"},
            {"accounts", "/accounts"}, {"corrections", "/corrections"}}) {
            views.add(new View(page[0], bologna, giulia, page[1]));
        }
        for (String[] page : new String[][] {{"policy", "/policy"}, {"statutes", "/statutes"}, {"decisions", "/decisions"},
            {"propose", "/proposals/new"}, {"propose-floor", "/proposals/new/set-pay-floor"},
            {"propose-statutes", "/proposals/new/amend-statutes"}}) {
            views.add(new View(page[0], bologna, giulia, page[1]));
        }
        views.add(new View("workbench-image", bologna, marco, "/workbench"));
        views.add(new View("workbench-empty", bologna, exhibition.people().of(bologna, "worker").get(2), "/workbench"));
        Person anne = exhibition.people().one(lyon, "requester");
        String batch = "/batches/" + exhibition.texts().id();
        views.add(new View("batches", lyon, anne, "/batches"));
        views.add(new View("publish", lyon, anne, draft(exhibition, chromium, anne)));
        views.add(new View("organisation", lyon, anne, "/organisation"));
        for (String[] page : new String[][] {{"batch", ""}, {"review", "/review"}, {"results", "/results"},
            {"bonuses", "/bonuses"}}) {
            views.add(new View(page[0], lyon, anne, batch + page[1]));
        }
        views.add(new View("money", lyon, anne, "/money"));
        for (String page : List.of("ledger", "deposits", "bookings", "payments", "obligations", "exports")) {
            views.add(new View(page, lyon, exhibition.people().one(lyon, "treasurer"), "/" + page));
        }
        Person odile = exhibition.people().one(lyon, "steward");
        for (String[] page : new String[][] {{"peers", "/peers"}, {"peer", "/peers/" + bologna.host()},
            {"peer-change", "/peers/" + bologna.host() + "/level?level=suspended&decision=2026-050&reason=They+are+late."},
            {"peer-credit", "/peers/" + bologna.host() + "/credit?amount=20&currency=EUR"}, {"peer-list", "/peers/list"},
            {"peer-add", "/peers/add?host=" + Cooperative.NAIROBI.host()}, {"people", "/people"},
            {"applications", "/applications"}, {"chronicle", "/members/chronicle"}}) {
            views.add(new View(page[0], lyon, odile, page[1]));
        }
        views.add(new View("person", lyon, odile, first(exhibition, chromium, odile, "/people", "/people/0")));
        views.add(new View("requester", lyon, null, first(exhibition, chromium, odile, "/requesters", "/requesters/0")));
        views.add(new View("requester-check", lyon, odile,
            first(exhibition, chromium, odile, "/requesters", "/requesters/0") + "/check"));
        return views;
    }

    /** The address of the first link of a page that begins so. */
    private static String first(Exhibition exhibition, Chromium chromium, Person reader, String from, String begin) {
        try (var context = chromium.browser().newContext()) {
            Page page = exhibition.signIn(context, reader);
            page.navigate(exhibition.address(reader.cooperative()) + from);
            return page.locator("main a[href^='" + begin + "']").first().getAttribute("href");
        }
    }

    /** The address of a draft that was just begun. */
    private static String draft(Exhibition exhibition, Chromium chromium, Person requester) {
        try (var context = chromium.browser().newContext()) {
            Page page = exhibition.signIn(context, requester);
            page.navigate(exhibition.address(requester.cooperative()) + "/batches");
            page.locator("form[action='/batches/new'] button").first().click();
            page.waitForURL("**/publish/**");
            String url = page.url();
            return url.substring(url.indexOf("/publish/"));
        }
    }
}
