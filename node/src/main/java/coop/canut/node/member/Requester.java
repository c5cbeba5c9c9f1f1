package coop.canut.node.member;

import coop.canut.protocol.message.ListingMessage;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;

/**
 * Who has work done at this node, as every worker of the federation is told.
 *
 * @param url      of the requester at this node; listings name it
 * @param identity who this is by law: name, country, place in a register
 */
public record Requester(Id id, ObjectUrl url, ListingMessage.Identity identity) {
}
