package coop.canut.node.mail;

import coop.canut.node.NodeConfig;
import coop.canut.node.NodeConfig.Mail;
import coop.canut.node.mail.LetterStore.Due;
import coop.canut.protocol.name.Id;
import java.time.Instant;
import java.util.Map;

/** Turns what is to be told into the letter that tells it. */
final class Writer {

    private final NodeConfig config;
    private final LetterTokens tokens;
    private volatile String site;

    Writer(NodeConfig config, LetterTokens tokens) {
        this.config = config;
        this.tokens = tokens;
        this.site = config.site(config.port());
    }

    /** From now on links lead to the node at this port. */
    void listens(int port) {
        site = config.site(port);
    }

    /** The letter; a place without a word is a bug. */
    Written write(Due due) {
        Wording wording = Wording.in(due.language());
        Map<String, String> places = places(due, wording);
        return new Written(due.id(), Address.of(due.address()), sender(), due.postedAt(),
            wording.subject(due.kind(), places), wording.text(due.kind(), places), places.get("off"));
    }

    /** A letter that tells only that it came. */
    Written trial(String id, Address to, String language, Instant at) {
        Wording wording = Wording.in(language);
        Map<String, String> places = Map.of("cooperative", config.name(), "host", config.host().toString());
        return new Written(id, to, sender(), at, wording.say("test.subject", places), wording.say("test.text", places) + "\n",
            null);
    }

    /** A bug is found where it is, and not when the letter leaves. */
    void requireWords(Letter letter) {
        for (String language : Wording.LANGUAGES) {
            Wording wording = Wording.in(language);
            wording.text(letter.kind(), places(new Due("", letter.kind(), null, null, null, language, letter.cause(),
                Facts.write(letter.facts()), Instant.EPOCH, Instant.EPOCH, 0), wording));
        }
    }

    private Map<String, String> places(Due due, Wording wording) {
        Map<String, String> places = Facts.read(due.facts(), wording.locale());
        String page = due.kind().page();
        places.put("cooperative", config.name());
        places.put("host", config.host().toString());
        places.put("node", site);
        places.put("link", site + page + (page.endsWith("/")
            ? places.getOrDefault(Letter.WHICH, tokens.token(due.kind(), due.cause()).revealText()) : ""));
        if (due.name() != null) {
            places.put("name", due.name());
        }
        if (due.kind().mayBeOff()) {
            places.put("off", due.person() == null ? site + "/letters"
                : site + "/letters/off/" + tokens.off(Id.of(due.person()), due.kind()));
        }
        return places;
    }

    private Written.Sender sender() {
        String from = config.mail() instanceof Mail.Server server ? server.from() : "canut@" + config.host();
        return new Written.Sender(Address.of(from), config.name(), config.host().toString());
    }
}
