package coop.canut.node.mail;

import coop.canut.node.NodeConfig.Mail;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.concurrent.TimeUnit;

/**
 * A mail server, one connection at a time. What it says about a recipient or about the bytes of a letter concerns that letter;
 * all else (no answer, no TLS, no sign-in, a sender that it does not know) concerns all letters, and each of them waits.
 */
final class SmtpCarrier implements Carrier {

    private static final int CONNECT_MILLIS = 10_000;
    /** A server that says nothing for so long has gone; RFC 5321 allows it minutes, and letters can wait. */
    private static final int SILENT_SECONDS = 60;
    private static final int SAID_CHARS = 200;
    /** What the library puts before the server's own words; a test holds it to that. */
    private static final String RECIPIENT = "recipient address not accepted";
    private static final String BYTES = "sending data failed";

    /** The server goes away, whatever it was asked (RFC 5321, 3.8). */
    private static final int CLOSING = 421;

    private final MailClient client;

    /**
     * @param password or null without a user
     * @param trust    whose word about the server's name is believed; null for those whom this Java believes
     */
    SmtpCarrier(Vertx vertx, Mail.Server server, String ownHost, String password, TrustOptions trust) {
        // How the server's name is verified is not set: the client does it by itself, and stops when it is told to (5.0.8).
        var config = new MailConfig(server.host(), server.port())
            .setOwnHostname(ownHost).setMaxPoolSize(1).setUserAgent("canut")
            .setSsl(server.security() == Mail.Security.TLS)
            .setStarttls(server.security() == Mail.Security.STARTTLS ? StartTLSOptions.REQUIRED : StartTLSOptions.DISABLED)
            .setLogin(server.user() == null ? LoginOption.DISABLED : LoginOption.REQUIRED)
            .setConnectTimeout(CONNECT_MILLIS).setIdleTimeout(SILENT_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS);
        if (server.user() != null) {
            config.setUsername(server.user()).setPassword(password);
        }
        if (trust != null) {
            config.setTrustOptions(trust);
        }
        client = MailClient.create(vertx, config);
    }

    @Override
    public Future<Outcome> carry(Written letter) {
        return client.sendMail(letter.message()).<Outcome>map(sent -> new Outcome.Taken())
            .otherwise(SmtpCarrier::outcome);
    }

    private static Outcome outcome(Throwable error) {
        String message = String.valueOf(error.getMessage());
        if (error instanceof SMTPException answer && answer.getReplyCode() != CLOSING) {
            if (message.startsWith(RECIPIENT)) {
                return new Outcome.Refusal(answer.isPermanent(), line(message));
            }
            if (message.startsWith(BYTES)) {
                return new Outcome.Refusal(false, line(message));
            }
        }
        return new Outcome.Trouble(line(message));
    }

    private static String line(String said) {
        String one = said.replaceAll("\\p{Cntrl}+", " ").strip();
        return one.substring(0, Math.min(one.length(), SAID_CHARS));
    }

    @Override
    public Future<Void> close() {
        return client.close();
    }
}
