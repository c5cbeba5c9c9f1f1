package coop.canut.node.work;

import static coop.canut.node.work.Home.LYON;
import static coop.canut.node.work.Home.SELF;
import static coop.canut.node.work.Home.answer;
import static coop.canut.node.work.Home.get;
import static coop.canut.node.work.Home.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.node.member.Person;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.message.WorkMessage.GrantedSlot;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FilesTest {

    private static final Buffer CAT = Buffer.buffer("the picture of a cat");
    private static final Buffer DOG = Buffer.buffer("the picture of a dog");

    private final Home home = new Home();
    private final Person ada = home.worker("Ada");
    private final Person bo = home.worker("Bo");

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void aUnitIsOpenedWhenAllItsFilesAreHereAndNotBefore() {
        serve(CAT);
        ObjectUrl url = lend(LYON, CAT, DOG);
        await("select count(*) from held_content", 1);
        assertEquals(0, home.count("select count(*) from held_slot where state = 'stock'"));
        serve(DOG);
        retry();
        await("select count(*) from held_slot where state = 'stock'", 1);
        Claim claim = get(home.claims.open(ada, url, null));
        assertEquals(List.of(hash(CAT), hash(DOG)), claim.content().stream().map(Content::sha256).toList());
        assertEquals(CAT, get(home.files.read(ada.id(), claim.id(), hash(CAT))).bytes());
        assertEquals("image/png", get(home.files.read(ada.id(), claim.id(), hash(DOG))).mediaType());
    }

    @Test
    void whoeverWaitsIsWokenWhenTheFilesCome() {
        ObjectUrl url = home.publish(home.listing(LYON));
        Future<Claim> opening = home.claims.open(ada, url, null);
        await("select count(*) from slot_request where state = 'open'", 1);
        grant(url, CAT);
        await("select count(*) from content_fetch where tries = 1", 1);
        serve(CAT);
        retry();
        assertEquals(hash(CAT), get(opening).content().getFirst().sha256());
    }

    @Test
    @Tag("F-30")
    void otherBytesThanTheHashNamesAreNotKept() {
        home.peerFiles.put(LYON + "/canut/1/content/" + hash(CAT), Future.succeededFuture(DOG));
        lend(LYON, CAT);
        await("select count(*) from content_fetch where tries = 1", 1);
        assertEquals(0, home.count("select count(*) from held_content"));
        serve(CAT);
        retry();
        await("select count(*) from held_slot where state = 'stock'", 1);
        assertEquals(0, home.count("select count(*) from content_fetch"));
    }

    @Test
    void aFileThatIsHereIsNotFetchedAgain() {
        serve(CAT);
        lend(LYON, CAT);
        await("select count(*) from held_slot where state = 'stock'", 1);
        home.peerFiles.clear();
        lend(LYON, CAT);
        await("select count(*) from held_slot where state = 'stock'", 2);
    }

    @Test
    @Tag("W-30")
    void aFileIsShownToWhoeverWorksOnItsUnitAndToNobodyElse() {
        serve(CAT);
        ObjectUrl url = lend(LYON, CAT);
        await("select count(*) from held_slot where state = 'stock'", 1);
        Claim claim = get(home.claims.open(ada, url, null));
        assertEquals(Problem.NOT_FOUND, problem(home.files.read(bo.id(), claim.id(), hash(CAT))));
        assertEquals(Problem.NOT_FOUND, problem(home.files.read(ada.id(), claim.id(), hash(DOG))));
    }

    @Test
    void ourOwnFilesAreReadWhereTheyAre() {
        ObjectUrl url = lend(SELF, CAT);
        Claim claim = get(home.claims.open(ada, url, null));
        assertEquals("own " + hash(CAT), get(home.files.read(ada.id(), claim.id(), hash(CAT))).bytes().toString());
        assertEquals(0, home.count("select count(*) from content_fetch"));
    }

    @Test
    @Tag("I-22")
    void whatNoLeaseNeedsIsDroppedAndComesBackWhereItIsNeeded() {
        serve(CAT);
        ObjectUrl url = lend(LYON, CAT);
        await("select count(*) from held_slot where state = 'stock'", 1);
        Claim claim = get(home.claims.open(ada, url, null));
        get(home.claims.submit(ada, claim.id(), answer("cat"), "", false));
        get(home.files.tick());
        assertEquals(1, home.count("select count(*) from held_content"));
        home.world.pass(Duration.ofHours(2));
        get(home.stock.tick());
        get(home.files.tick());
        assertEquals(0, home.count("select count(*) from held_content"));
        assertEquals(CAT, get(home.files.read(ada.id(), claim.id(), hash(CAT))).bytes());
    }

    private ObjectUrl lend(Host host, Buffer... files) {
        ObjectUrl url = home.publish(home.listing(host));
        get(home.stock.ask(url, List.of()));
        grant(url, files);
        return url;
    }

    private void grant(ObjectUrl url, Buffer... files) {
        List<Content> content = List.of(files).stream()
            .map(file -> new Content(hash(file), file.length(), "image/png")).toList();
        home.grant(home.lastRequest(), List.of(new GrantedSlot(Home.id(url, "slot", 1), Home.id(url, "unit", 1),
            "{\"photo\":\"" + hash(files[0]) + "\"}", content)));
    }

    private void serve(Buffer file) {
        home.peerFiles.put(LYON + "/canut/1/content/" + hash(file), Future.succeededFuture(file));
    }

    private void retry() {
        home.world.pass(Duration.ofSeconds(5));
        get(home.files.tick());
    }

    /** Fetching goes on in the background. */
    private void await(String count, long wanted) {
        for (long until = System.nanoTime() + 20_000_000_000L; System.nanoTime() < until; ) {
            if (home.count(count) == wanted) {
                return;
            }
        }
        assertEquals(wanted, home.count(count), count);
    }

    private static Hash hash(Buffer bytes) {
        return Hash.sha256(bytes.getBytes());
    }
}
