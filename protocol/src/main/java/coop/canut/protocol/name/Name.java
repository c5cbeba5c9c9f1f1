package coop.canut.protocol.name;

/** Anything that names something on the wire. {@code toString()} is the wire form, equal exactly for equal names. */
public sealed interface Name permits ActorUrl, Hash, Host, Id, Key, KeyId, MessageUrl, ObjectUrl, Pseudonym {
}
