package coop.canut.node.decision;

import coop.canut.node.store.Sql;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at everything that decisions left behind, and trusts none of it: the policy in the log is what the decisions come to,
 * the minutes follow each other, numbers have no gaps but those of a lost database, and no vote counts more than were cast.
 */
public final class Audit {

    private Audit() {
    }

    /** What is wrong, in sentences; empty if all is well. */
    public static Future<List<String>> of(Sql sql, Host self) {
        List<String> found = new ArrayList<>();
        return new Folds(self).disagreement(sql)
            .compose(disagreement -> {
                disagreement.ifPresent(found::add);
                return MinutesBook.broken(sql);
            })
            .compose(broken -> {
                found.addAll(broken);
                return new AuditStore().findings(sql);
            })
            .map(counted -> {
                found.addAll(counted);
                return found.stream().map(each -> Character.toUpperCase(each.charAt(0)) + each.substring(1) + ".").toList();
            });
    }
}
