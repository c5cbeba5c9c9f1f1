package coop.canut.node;

import coop.canut.node.decision.Statutes;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a person prepares before a node's first start. The commented sample {@code ops/canut.conf} is the documentation of
 * every key; secrets stand in files of their own.
 *
 * @param host        the node's name in the federation, and its identity
 * @param name        the cooperative's name for people
 * @param bind        the address to listen on
 * @param port        the port to listen on; 0 takes a free one
 * @param keys        the folder of the keys, see {@link Identity}
 * @param addressBook nodes that are reached at a fixed address by plain HTTP, for several nodes on one machine
 * @param founding    the policy before there were votes
 * @param fediverse   whether ordinary ActivityPub servers may follow the board
 */
public record NodeConfig(Host host, String name, String bind, int port, Database database, Path keys,
                         Map<Host, InetSocketAddress> addressBook, Founding founding, boolean fediverse) {

    private static final int NAME_CHARS = 200;
    private static final int PORT_MAX = 65_535;
    private static final int CURRENCIES = 20;
    private static final int SEVERITIES = 5;
    private static final int MINUTES_PER_DAY = 1_440;

    /**
     * The database of the node.
     *
     * @param host         the folder of a Unix socket, or a host name
     * @param port         also part of a Unix socket's name
     * @param passwordFile or null: then the server trusts the socket
     * @param embeddedData the folder of a server of our own, to be started first, or null; {@code host} is then only known
     *                     once it runs, see {@link #at}
     */
    public record Database(String host, int port, String name, String user, Path passwordFile, Path embeddedData) {

        /** The same database, on a server whose socket is in this folder. */
        public Database at(Path socketFolder, int port) {
            return new Database(socketFolder.toString(), port, name, user, passwordFile, embeddedData);
        }

        /** Another database of the same server. */
        public Database named(String other) {
            return new Database(host, port, other, user, passwordFile, embeddedData);
        }
    }

    /**
     * The values of {@code policy-enacted} number 1, decision {@code founding}. Read at the first start only: afterwards a
     * decision of the members changes the policy and nothing else does.
     *
     * @param payFloor               per hour, one for each currency
     * @param feePermille            of the price, on top of it
     * @param fundPermille           of the price, on top of it, for the federation's fund
     * @param severityMinutesPerDay  caps for the severities 0 to 4
     * @param severityMinutesPerWeek caps for the severities 0 to 4
     * @param rejectionDays          after so many days without a decision a rejection lapses, at least 7
     * @param picketStanding         {@code show}, {@code warn} or {@code hold}
     * @param statutes               the preset of statutes to begin with: {@code stewards}, {@code members} or {@code assembly}
     */
    public record Founding(List<Money> payFloor, long feePermille, long fundPermille, List<Long> severityMinutesPerDay,
                           List<Long> severityMinutesPerWeek, long rejectionDays, String picketStanding, String statutes) {

        /** A founding at which stewards admit members and state how the node stands to peers. */
        public Founding(List<Money> payFloor, long feePermille, long fundPermille, List<Long> severityMinutesPerDay,
                        List<Long> severityMinutesPerWeek, long rejectionDays, String picketStanding) {
            this(payFloor, feePermille, fundPermille, severityMinutesPerDay, severityMinutesPerWeek, rejectionDays,
                picketStanding, "stewards");
        }
    }

    /** A node whose board nobody of the fediverse may follow. */
    public NodeConfig(Host host, String name, String bind, int port, Database database, Path keys,
                      Map<Host, InetSocketAddress> addressBook, Founding founding) {
        this(host, name, bind, port, database, keys, addressBook, founding, false);
    }

    /** The same node on another database. */
    public NodeConfig with(Database other) {
        return new NodeConfig(host, name, bind, port, other, keys, addressBook, founding, fediverse);
    }

    /** Reads a file; a {@link CannotStart} names the file, the line, the key, and what to write instead. */
    public static NodeConfig read(Path path) {
        var file = new ConfigFile(path);
        var config = new NodeConfig(
            file.value(Setting.HOST, Host::of),
            file.value(Setting.NAME, text -> text.length() <= NAME_CHARS ? text : null),
            file.value(Setting.BIND, text -> InetAddress.ofLiteral(text).getHostAddress()),
            (int) file.number(Setting.PORT, 1, PORT_MAX),
            database(file),
            file.path(Setting.KEYS),
            Map.copyOf(file.all(Setting.RESOLVE, Setting.RESOLVE_EXPECTED, Host::of, NodeConfig::address)),
            new Founding(
                file.value(Setting.PAY_FLOOR, NodeConfig::floors),
                file.number(Setting.FEE_PERMILLE, 0, 1_000),
                file.number(Setting.FUND_PERMILLE, 0, 1_000),
                file.value(Setting.SEVERITY_PER_DAY, text -> minutes(text, MINUTES_PER_DAY)),
                file.value(Setting.SEVERITY_PER_WEEK, text -> minutes(text, 7 * MINUTES_PER_DAY)),
                file.number(Setting.REJECTION_DAYS, 7, 365),
                file.value(Setting.PICKET_STANDING, text -> Set.of("show", "warn", "hold").contains(text) ? text : null),
                file.has(Setting.STATUTES) ? file.value(Setting.STATUTES, NodeConfig::preset) : "stewards"),
            file.has(Setting.FEDIVERSE) && file.value(Setting.FEDIVERSE, NodeConfig::onOff));
        file.done();
        return config;
    }

    private static Database database(ConfigFile file) {
        if (file.has(Setting.DATABASE_EMBEDDED)) {
            for (Setting other : List.of(Setting.DATABASE_HOST, Setting.DATABASE_PORT, Setting.DATABASE_NAME,
                    Setting.DATABASE_USER, Setting.DATABASE_PASSWORD_FILE)) {
                if (file.has(other)) {
                    file.refuse(other, "is for a server of your own and " + Setting.DATABASE_EMBEDDED.key()
                        + " for one that the node starts; remove one of the two");
                }
            }
            Path data = file.path(Setting.DATABASE_EMBEDDED);
            return new Database(data.toString(), 5_432, "canut", "canut", null, data);
        }
        return new Database(
            file.value(Setting.DATABASE_HOST, text -> text),
            (int) file.number(Setting.DATABASE_PORT, 1, PORT_MAX),
            file.value(Setting.DATABASE_NAME, text -> text),
            file.value(Setting.DATABASE_USER, text -> text),
            file.has(Setting.DATABASE_PASSWORD_FILE) ? file.path(Setting.DATABASE_PASSWORD_FILE) : null,
            null);
    }

    /** In numbers only: a name would be looked up, and whoever answers would become the peer. */
    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        Long port = ConfigFile.number(text.substring(colon + 1), 1, PORT_MAX);
        String address = text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
        return port == null ? null : new InetSocketAddress(InetAddress.ofLiteral(address), port.intValue());
    }

    private static List<Money> floors(String text) {
        List<Money> floors = list(text).map(NodeConfig::money).toList();
        return floors.isEmpty() || floors.size() > CURRENCIES
            || floors.stream().map(Money::currency).distinct().count() != floors.size() ? null : floors;
    }

    /** {@code 12.00 EUR} as 1200 minor units: with exactly the decimals of the currency, so that no one misreads it. */
    private static Money money(String text) {
        String[] parts = text.split(" ");
        if (parts.length != 2 || !parts[0].matches("[0-9]+(\\.[0-9]+)?")) {
            throw new IllegalArgumentException("not an amount and a currency");
        }
        var amount = new BigDecimal(parts[0]);
        var money = Money.of(amount.unscaledValue().longValueExact(), parts[1]);
        if (amount.scale() != money.exponent() || money.amount() == 0) {
            throw new IllegalArgumentException("not the decimals of the currency");
        }
        return money;
    }

    private static List<Long> minutes(String text, long most) {
        List<Long> minutes = list(text).map(part -> ConfigFile.number(part, 0, most)).toList();
        return minutes.size() == SEVERITIES && minutes.stream().allMatch(number -> number != null) ? minutes : null;
    }

    private static String preset(String text) {
        return Stream.of(Statutes.Preset.values()).anyMatch(preset -> preset.code().equals(text)) ? text : null;
    }

    private static Boolean onOff(String text) {
        return switch (text) {
            case "on" -> true;
            case "off" -> false;
            default -> null;
        };
    }

    private static Stream<String> list(String text) {
        return Stream.of(text.split(",", -1)).map(String::strip);
    }
}
