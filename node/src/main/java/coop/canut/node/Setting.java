package coop.canut.node;

/** Every key that a configuration may have, with what to write there. The sample file explains each at length. */
enum Setting {

    HOST("host", "the name by which other nodes know this one, lower case, without a port", "lyon.example"),
    NAME("name", "the cooperative's name as people read it, at most 200 characters", "Les canuts de Lyon"),
    BIND("bind", "the address of this machine to listen on, in numbers", "127.0.0.1"),
    PORT("port", "the port to listen on, 1 to 65535", "7001"),
    KEYS("keys", "the folder of this node's keys", "keys"),
    FEDIVERSE("fediverse", "one of the words on and off", "on"),

    DATABASE_EMBEDDED("database.embedded", "a folder for a PostgreSQL of the node's own", "data"),
    DATABASE_HOST("database.host", "the folder of a PostgreSQL server's socket, or the server's name",
        "/var/run/postgresql"),
    DATABASE_PORT("database.port", "the server's port, 1 to 65535", "5432"),
    DATABASE_NAME("database.name", "the database of this node alone", "canut"),
    DATABASE_USER("database.user", "the role to sign in as", "canut"),
    DATABASE_PASSWORD_FILE("database.password-file", "a file with the role's password and nothing else",
        "database-password"),

    MAIL("mail", "one of the words server, folder and off", "server"),
    MAIL_HOST("mail.host", "the name of the server that takes letters", "smtp.example"),
    MAIL_PORT("mail.port", "the server's port, 1 to 65535", "587"),
    MAIL_SECURITY("mail.security", "one of the words starttls, tls and none", "starttls"),
    MAIL_USER("mail.user", "the name to sign in with", "canut"),
    MAIL_PASSWORD_FILE("mail.password-file", "a file with the password for the mail server and nothing else", "mail-password"),
    MAIL_FROM("mail.from", "the address that letters come from", "canut@lyon.example"),
    MAIL_FOLDER("mail.folder", "a folder for letters as files", "mail"),

    PAY_FLOOR("founding.pay-floor", "the least pay per hour, with its currency, one for each currency, separated by "
        + "commas", "12.00 EUR, 13.50 USD"),
    FEE_PERMILLE("founding.fee-permille", "thousandths of the price for this cooperative, 0 to 1000", "80"),
    FUND_PERMILLE("founding.fund-permille", "thousandths of the price for the federation's fund, 0 to 1000", "20"),
    SEVERITY_PER_DAY("founding.severity-minutes-per-day", "five numbers of minutes, for the severities 0 to 4, each 0 to "
        + "1440", "480, 480, 240, 120, 60"),
    SEVERITY_PER_WEEK("founding.severity-minutes-per-week", "five numbers of minutes, for the severities 0 to 4, each 0 "
        + "to 10080", "2400, 2400, 1200, 480, 180"),
    REJECTION_DAYS("founding.rejection-days", "days after which an undecided rejection lapses, 7 to 365", "14"),
    PICKET_STANDING("founding.picket-standing", "one of the words show, warn and hold", "show"),
    STATUTES("founding.statutes", "one of the words stewards, members and assembly", "stewards");

    /** Before a host: the key of one line of the address book. */
    static final String RESOLVE = "resolve.";
    static final String RESOLVE_EXPECTED = "an address in numbers and a port, for instance '127.0.0.1:7002'";

    private final String key;
    private final String expected;
    private final String example;

    Setting(String key, String expected, String example) {
        this.key = key;
        this.expected = expected;
        this.example = example;
    }

    String key() {
        return key;
    }

    /** A clause to follow "write". */
    String expected() {
        return expected + ", for instance '" + example + "'";
    }

    /** A whole line as it could stand in the file. */
    String line() {
        return key + " = " + example;
    }
}
