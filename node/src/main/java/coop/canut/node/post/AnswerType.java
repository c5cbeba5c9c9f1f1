package coop.canut.node.post;

import coop.canut.node.fetch.Network.Answer;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Host;

/**
 * The media type with which each address of a node answers (SPEC.md 10 and 16). Another type is no answer, whatever its bytes
 * are: a host may serve somebody's upload, and an upload may be a document of ours (F-29, F-30).
 */
final class AnswerType {

    private AnswerType() {
    }

    /** Throws {@code media-type-wrong} unless the answer has the type of its path, exactly and without parameters more. */
    static void require(Host host, String path, Answer answer) {
        String type = of(path);
        if (!type.equals(answer.contentType())) {
            throw new Refused(Problem.MEDIA_TYPE_WRONG, host + path + " is no " + type);
        }
    }

    private static String of(String pathAndQuery) {
        int query = pathAndQuery.indexOf('?');
        String path = query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
        if (path.startsWith("/canut/1/content/")) {
            return FederationRoutes.BYTES;
        }
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "keys", "channel", "returned", "entries", "messages" -> Courier.LINES;
            case "checkpoint" -> FederationRoutes.TEXT;
            default -> FederationRoutes.JSON;
        };
    }
}
