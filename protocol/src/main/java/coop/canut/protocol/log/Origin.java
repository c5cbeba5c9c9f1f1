package coop.canut.protocol.log;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Host;

/** The name of a log, {@code {host}/canut/1/log/{epoch}}: whose it is, and of which numbering. */
public record Origin(Host host, long epoch) {
    private static final String PATH = "/canut/1/log/";
    private static final int MAX_DIGITS = 16;

    /** The origin of a text; throws {@code log-inconsistent} for the name of anything else. */
    public static Origin of(String text) {
        int slash = text.indexOf(PATH);
        String epoch = slash < 0 ? "" : text.substring(slash + PATH.length());
        if (!epoch.matches("[1-9][0-9]*") || epoch.length() > MAX_DIGITS) {
            throw new Refused(Problem.LOG_INCONSISTENT, "not the name of a log");
        }
        return new Origin(Host.of(text.substring(0, slash)), Long.parseLong(epoch));
    }

    @Override
    public String toString() {
        return Checkpoint.origin(host, epoch);
    }
}
