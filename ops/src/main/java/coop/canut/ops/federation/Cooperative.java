package coop.canut.ops.federation;

import coop.canut.protocol.name.Host;
import java.util.List;
import java.util.Locale;

/**
 * A cooperative of the demonstration.
 *
 * @param host     its node's name
 * @param name     for people
 * @param payFloor per hour, as the configuration writes it
 */
public record Cooperative(Host host, String name, String payFloor) {

    /** Publishes in the demonstration. */
    public static final Cooperative LYON =
        new Cooperative(Host.of("lyon.localhost"), "Les canuts de Lyon", "12.00 EUR");
    /** Works in the demonstration. */
    public static final Cooperative BOLOGNA =
        new Cooperative(Host.of("bologna.localhost"), "Cooperativa Portici, Bologna", "11.00 EUR");
    /** Works in the demonstration, with a floor in its own currency as well. */
    public static final Cooperative NAIROBI =
        new Cooperative(Host.of("nairobi.localhost"), "Ushirika wa Nairobi", "6.00 EUR, 500.00 KES");

    /** All three. */
    public static final List<Cooperative> ALL = List.of(LYON, BOLOGNA, NAIROBI);

    /** The place, as people say it: {@code Lyon}. */
    public String place() {
        return label().substring(0, 1).toUpperCase(Locale.ROOT) + label().substring(1);
    }

    /** The first label of the host: the name of its folder and of its database. */
    public String label() {
        return host.value().substring(0, host.value().indexOf('.'));
    }
}
