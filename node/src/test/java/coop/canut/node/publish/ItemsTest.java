package coop.canut.node.publish;

import static coop.canut.node.publish.Lyon.BOLOGNA;
import static coop.canut.node.publish.Lyon.get;
import static coop.canut.node.publish.Lyon.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.work.Template;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What requesters bring. */
class ItemsTest {

    private static final String BIRDS = "review;n\nvogel.png;1\n e\u0301te\u0301.png ;2\n";

    private final Lyon lyon = new Lyon();

    @AfterEach
    void close() {
        lyon.checkInvariants();
        lyon.close();
    }

    private static byte[] birds(String table) {
        return new Zip().with("birds/vogel.png", Zip.PNG)
            .with("birds/\u00e9t\u00e9.png", Zip.bytes("\u00ff\u00d8\u00ff\u00e0 a jpeg")).with("birds/list.csv", table).end();
    }

    private long stored() {
        return lyon.count("select (select count(*) from item_set) + (select count(*) from content)");
    }

    @Test
    void aZipIsOneSetWithItsImages() {
        ItemSet set = get(lyon.items.uploadArchive(lyon.requester, birds(BIRDS), List.of("review")));
        assertEquals(List.of("review", "n"), set.columns());
        assertEquals(new Preview(List.of("review", "n"),
            List.of(List.of("vogel.png", "1"), List.of(" e\u0301te\u0301.png ", "2")), 2,
            List.of("vogel.png", "\u00e9t\u00e9.png")), get(lyon.items.preview(lyon.requester, set.id(), 10)));

        lyon.deposit(88);
        Draft text = lyon.draft(set.id(), 1, 40);
        Draft images = new Draft(text.title(), text.instructions(),
            Lyon.template(Template.As.IMAGE).opaque(), set.id(), Map.of(), 1, text.price(), 120,
            text.endUse(), text.signedBy(), text.categories(), text.languages(), text.skills(), "none",
            lyon.world.second().plus(Duration.ofDays(7)), 600, 3_600, 86_400, List.of());
        Id listing = get(lyon.listings.publish(lyon.requester, images)).id();
        assertEquals("image/png", lyon.lend(BOLOGNA, listing, 1).getFirst().slot().content().getFirst().mediaType());
    }

    @Test
    void ofAZipWithBadRowsNothingIsStored() {
        ItemSet set = get(lyon.items.uploadArchive(lyon.requester, birds(BIRDS + "only one\n"), List.of()));
        assertNull(set.id());
        assertEquals("only one", set.problems().getFirst().text());
        Refused missing = refused(lyon.items.uploadArchive(lyon.requester, birds(BIRDS), List.of("photo")));
        assertEquals(Problem.CSV_COLUMNS_MISSING, missing.problem());
        assertEquals(Problem.ARCHIVE_WRONG, refused(lyon.items.uploadArchive(lyon.requester, new byte[9], List.of())).problem());
        assertEquals(0, stored());
    }

    @Test
    void theSameZipTwiceIsTwoSetsAndTheImagesOnce() {
        Id one = get(lyon.items.uploadArchive(lyon.requester, birds(BIRDS), List.of())).id();
        Id two = get(lyon.items.uploadArchive(lyon.newRequester("Other"), birds(BIRDS), List.of())).id();
        assertEquals(2 + 2, stored());
        assertEquals(4, lyon.count("select count(*) from item_file where item_set in ($1, $2)", one.toString(), two.toString()));
    }

    @Test
    void aSetHasAsManyImagesAsItsZip() {
        Zip zip = new Zip().with("a.csv", "photo\nx\n");
        for (int i = 0; i < 450; i++) {
            zip.with(i + ".png", Zip.bytes("\u0089PNG\r\n\u001a\n" + i % 400));
        }
        Id set = get(lyon.items.uploadArchive(lyon.requester, zip.end(), List.of())).id();
        assertEquals(450, get(lyon.items.preview(lyon.requester, set, 1)).files().size());
        assertEquals(400, lyon.count("select count(*) from content"));
    }

    @Test
    @Tag("F-80")
    void aPreviewIsTheBeginningAndOnlyForWhoBroughtIt() {
        Id set = lyon.upload(150);
        Preview preview = get(lyon.items.preview(lyon.requester, set, 2));
        assertEquals(List.of(List.of("Review 1", "1"), List.of("Review 2", "0")), preview.rows());
        assertEquals(150, preview.count());
        assertEquals(List.of(), preview.files());
        assertEquals(Items.PREVIEW_ROWS, get(lyon.items.preview(lyon.requester, set, 1_000)).rows().size());
        assertEquals(1, get(lyon.items.preview(lyon.requester, set, -1)).rows().size());
        for (Id id : List.of(set, lyon.world.newId())) {
            Refused refused = refused(lyon.items.preview(lyon.newRequester("Other"), id, 2));
            assertEquals(Problem.LISTING_NOT_FOUND, refused.problem());
            assertEquals("items", refused.field());
        }
    }

    @Test
    void anImageThatIsSentAgainReplacesTheFirst() {
        Id set = get(lyon.items.upload(lyon.requester, "photo\na.png\n".getBytes(StandardCharsets.UTF_8), List.of())).id();
        get(lyon.items.attach(lyon.requester, set, "a.png", Zip.PNG));
        get(lyon.items.attach(lyon.requester, set, " a.png", Zip.bytes("\u00ff\u00d8\u00ff\u00e0 another")));
        assertEquals(List.of("a.png"), get(lyon.items.preview(lyon.requester, set, 1)).files());
        assertEquals("image/jpeg", get(lyon.store.run("""
            select media_type from item_file join content using (sha256) where item_set = $1""",
            Tuple.of(set.toString()))).iterator().next().getString(0));
    }

    @Test
    @Tag("F-80")
    void anImageIsShownByTheCellThatNamesItAndOnlyToWhoBroughtIt() {
        Id set = get(lyon.items.uploadArchive(lyon.requester, birds(BIRDS), List.of())).id();
        assertEquals("image/jpeg", get(lyon.items.image(lyon.requester, set, " e\u0301te\u0301.png ")).mediaType());
        assertEquals(Problem.NOT_FOUND, refused(lyon.items.image(lyon.requester, set, "absent.png")).problem());
        assertEquals(Problem.LISTING_NOT_FOUND,
            refused(lyon.items.image(lyon.newRequester("Other"), set, "vogel.png")).problem());
    }
}
