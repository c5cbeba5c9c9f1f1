package coop.canut.node.mail;

import coop.canut.protocol.name.Id;
import java.util.Map;

/**
 * Something to be told.
 *
 * @param to    a person, or an address that asked to be answered
 * @param kind  why
 * @param cause what it follows from, unique among letters of this kind to this recipient: told once, however often it is posted
 * @param facts what its sentences speak of, by their places: texts, instants, money
 */
public record Letter(To to, Kind kind, String cause, Map<String, Object> facts) {

    /** Behind the address of the kind's page: which decision, which application. Without it the cause's token stands there. */
    public static final String WHICH = "which";

    /** Copies the facts. */
    public Letter {
        facts = Map.copyOf(facts);
    }

    /** Whom it goes to. */
    public sealed interface To {

        /** Whoever this is, at the address confirmed when it leaves, in that person's language. */
        record Person(Id person) implements To {
        }

        /** An address that somebody gave in order to be answered there, in the language of the page where it was given. */
        record Asker(Address address, String language) implements To {
        }
    }

    /** A letter to a person of this node. */
    public static Letter to(Id person, Kind kind, String cause, Map<String, Object> facts) {
        return new Letter(new To.Person(person), kind, cause, facts);
    }

    /** A letter to an address. */
    public static Letter to(Address address, String language, Kind kind, String cause, Map<String, Object> facts) {
        return new Letter(new To.Asker(address, language), kind, cause, facts);
    }
}
