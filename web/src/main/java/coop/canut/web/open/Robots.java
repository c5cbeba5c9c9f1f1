package coop.canut.web.open;

import coop.canut.web.page.Access;
import coop.canut.web.page.Site;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What we ask of programs that look at every page: to leave alone what is for people who are signed in. Source: RFC 9309. */
final class Robots {

    /** Not pages, or worth nothing to somebody who searches. */
    private static final List<String> ELSEWHERE = List.of("/api/", "/canut/", "/live/", "/sign-in");

    private Robots() {
    }

    /** The file: first parts of paths under which no route is for anyone. It follows from the routes and is never out of date. */
    static String text(List<Site.Route> routes) {
        Set<String> open = routes.stream().filter(route -> route.access() == Access.ANYONE).map(Robots::first)
            .collect(Collectors.toSet());
        return Stream.concat(ELSEWHERE.stream(), routes.stream().map(Robots::first).filter(first -> !open.contains(first)))
            .distinct().sorted().map(path -> "Disallow: " + path + "\n").collect(Collectors.joining("", "User-agent: *\n", ""));
    }

    private static String first(Site.Route route) {
        int end = route.path().indexOf('/', 1);
        return end < 0 ? route.path() : route.path().substring(0, end);
    }
}
