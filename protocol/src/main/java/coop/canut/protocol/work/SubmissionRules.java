package coop.canut.protocol.work;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.name.Hash;
import java.nio.charset.StandardCharsets;

/** What every node checks of an answer by itself. Source: FEDERATION.md 7.3 ({@code work-submitted}). */
public final class SubmissionRules {

    private SubmissionRules() {
    }

    /** The hash under which an answer is accepted or rejected: SHA-256 of its UTF-8 bytes. */
    public static Hash hash(String answer) {
        return Hash.sha256(answer.getBytes(StandardCharsets.UTF_8));
    }

    /** Refuses an answer whose hash is not the one stated ({@code digest-mismatch}). */
    public static void requireHash(Submitted submission) {
        if (!hash(submission.answer()).equals(submission.answerSha256())) {
            throw Refused.at(Problem.DIGEST_MISMATCH, "answerSha256", "not the answer's");
        }
    }
}
