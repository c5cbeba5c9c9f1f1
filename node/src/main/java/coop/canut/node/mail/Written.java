package coop.canut.node.mail;

import io.vertx.core.MultiMap;
import io.vertx.ext.mail.MailMessage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A letter as it leaves.
 *
 * @param id       hexadecimal; the same for each try, so that a server that takes it twice can tell
 * @param from     the address it comes from, and the cooperative's name
 * @param off      where it can be switched off, or null if it cannot
 */
record Written(String id, Address to, Sender from, Instant postedAt, String subject, String text, String off) {

    private static final int NAME_CHARS = 60;

    /**
     * Who writes.
     *
     * @param host the part behind the at sign of ids: our own name
     */
    record Sender(Address address, String name, String host) {

        /** The name without the signs that mean something in an address (RFC 5322, 3.2.3), and not longer than a line. */
        String line() {
            String plain = name.codePoints().filter(c -> "\"()<>[]:;@\\,".indexOf(c) < 0 && !Character.isISOControl(c)
                    && Character.getType(c) != Character.FORMAT).limit(NAME_CHARS)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString().strip();
            return plain.isEmpty() ? address.text() : plain + " <" + address.text() + ">";
        }
    }

    /** In the form of the library that encodes it. Machines are told not to answer (RFC 3834). */
    MailMessage message() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
            .add("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(postedAt.atOffset(ZoneOffset.UTC)))
            .add("Message-ID", "<" + id + "@" + from.host() + ">")
            .add("Auto-Submitted", "auto-generated")
            .add("X-Auto-Response-Suppress", "All");
        if (off != null) {
            headers.add("List-Unsubscribe", "<" + off + ">");
        }
        return new MailMessage().setBounceAddress(from.address().text()).setFrom(from.line()).setTo(to.text())
            .setSubject(subject).setText(text).setHeaders(headers);
    }
}
