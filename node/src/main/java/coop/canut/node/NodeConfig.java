package coop.canut.node;

import coop.canut.node.decision.Statutes;
import coop.canut.node.mail.Address;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
 * @param mail        how letters leave
 */
public record NodeConfig(Host host, String name, String bind, int port, Database database, Path keys,
                         Map<Host, InetSocketAddress> addressBook, Founding founding, boolean fediverse, Mail mail) {

    private static final int NAME_CHARS = 200;
    private static final int PORT_MAX = 65_535;
    private static final int CURRENCIES = 20;
    private static final int SEVERITIES = 5;
    private static final int MINUTES_PER_DAY = 1_440;
    private static final List<Setting> MAIL_SERVER = List.of(Setting.MAIL_HOST, Setting.MAIL_PORT, Setting.MAIL_SECURITY,
        Setting.MAIL_USER, Setting.MAIL_PASSWORD_FILE, Setting.MAIL_FROM);

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

    /** How letters leave this node. */
    public sealed interface Mail {

        /** They do not: none is written. */
        record Off() implements Mail {
        }

        /** As files that a mail program opens, into a folder of this machine: for trials and for tests. */
        record Folder(Path folder) implements Mail {
        }

        /**
         * By a server of SMTP.
         *
         * @param from         the address that letters come from
         * @param user         or null: then the server takes letters of this machine without a password
         * @param passwordFile or null, as {@code user}
         */
        record Server(String host, int port, Security security, String user, Path passwordFile, String from)
            implements Mail {
        }

        /** How the way to the server is kept from others. A server that does not prove its name gets nothing. */
        enum Security {
            /** The connection begins in the open and must become TLS before anything is said (RFC 3207). */
            STARTTLS,
            /** TLS from the first byte (RFC 8314). */
            TLS,
            /** In the open: for a server on the same machine. */
            NONE
        }
    }

    /** A node that writes no letters. */
    public NodeConfig(Host host, String name, String bind, int port, Database database, Path keys,
                      Map<Host, InetSocketAddress> addressBook, Founding founding, boolean fediverse) {
        this(host, name, bind, port, database, keys, addressBook, founding, fediverse, new Mail.Off());
    }

    /** A node that writes no letters, and whose board nobody of the fediverse may follow. */
    public NodeConfig(Host host, String name, String bind, int port, Database database, Path keys,
                      Map<Host, InetSocketAddress> addressBook, Founding founding) {
        this(host, name, bind, port, database, keys, addressBook, founding, false);
    }

    /** The same node on another database. */
    public NodeConfig with(Database other) {
        return new NodeConfig(host, name, bind, port, other, keys, addressBook, founding, fediverse, mail);
    }

    /**
     * Where people's browsers find the node: over HTTPS at its name, or on this machine at its port.
     *
     * @param listens the port that it answers on
     */
    public String site(int listens) {
        return host.toString().endsWith(".localhost") ? "http://" + host + ":" + listens : "https://" + host;
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
            file.has(Setting.FEDIVERSE) && file.value(Setting.FEDIVERSE, NodeConfig::onOff),
            mail(file));
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

    /** Without a word about mail into a folder, so that nothing leaves a machine that nobody has told how. */
    private static Mail mail(ConfigFile file) {
        String way = file.has(Setting.MAIL) ? file.value(Setting.MAIL, text ->
            Set.of("server", "folder", "off").contains(text) ? text : null) : "folder";
        if (!way.equals("server")) {
            requireNone(file, way, MAIL_SERVER);
        }
        if (!way.equals("folder")) {
            requireNone(file, way, List.of(Setting.MAIL_FOLDER));
        }
        return switch (way) {
            case "server" -> new Mail.Server(file.value(Setting.MAIL_HOST, text -> text),
                (int) file.number(Setting.MAIL_PORT, 1, PORT_MAX),
                file.value(Setting.MAIL_SECURITY, text -> Mail.Security.valueOf(text.toUpperCase(Locale.ROOT))),
                file.has(Setting.MAIL_USER) ? file.value(Setting.MAIL_USER, text -> text) : null,
                file.has(Setting.MAIL_USER) ? file.path(Setting.MAIL_PASSWORD_FILE) : null,
                file.value(Setting.MAIL_FROM, text -> Address.of(text).text()));
            case "folder" -> new Mail.Folder(file.has(Setting.MAIL_FOLDER) ? file.path(Setting.MAIL_FOLDER)
                : file.beside("mail"));
            default -> new Mail.Off();
        };
    }

    private static void requireNone(ConfigFile file, String way, List<Setting> others) {
        others.stream().filter(file::has).forEach(other ->
            file.refuse(other, "is not for '" + Setting.MAIL.key() + " = " + way + "'; remove one of the two"));
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
