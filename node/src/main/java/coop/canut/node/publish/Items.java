package coop.canut.node.publish;

import coop.canut.node.World;
import coop.canut.node.member.Requester;
import coop.canut.node.publish.Contents.Stored;
import coop.canut.node.publish.Sheet.Row;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** What a requester brings: a file of items, and the images that it names. */
public final class Items {

    /** Bytes of a CSV file. */
    public static final int FILE_BYTES = Sheet.FILE_BYTES;
    /** Bytes of a zip. */
    public static final int ARCHIVE_BYTES = Archive.BYTES;
    /** Rows of a preview: what fits a screen, a few times over. */
    public static final int PREVIEW_ROWS = 100;

    private final World world;
    private final Store store;
    private final ItemStore items = new ItemStore();
    private final ContentStore contents = new ContentStore();

    /** The items of this node's requesters. */
    public Items(World world, Store store) {
        this.world = world;
        this.store = store;
    }

    /**
     * Takes a CSV file, its cells separated by commas, semicolons or tabs. If some rows do not fit, they are listed by line
     * and nothing is stored.
     *
     * @param needed columns that must be there, for a first answer before a listing is drafted; may be empty
     * @throws Refused (in the future) {@code csv-columns-missing} with the missing names as field; as {@link Sheet#read}
     */
    public Future<ItemSet> upload(Requester requester, byte[] csv, List<String> needed) {
        return world.compute(() -> Sheet.read(csv))
            .compose(sheet -> keep(requester, sheet, needed, (tx, set) -> Future.succeededFuture()));
    }

    /**
     * Takes a zip of one CSV or TSV file and images, in whatever folders: a row names an image by its name without folders.
     * If some rows do not fit, they are listed by line and nothing is stored, of the images neither.
     *
     * @param needed as for {@link #upload}
     * @throws Refused (in the future) as {@link #upload}; {@code too-large} and {@code archive-wrong} on {@code items} or
     *     the name of the file at fault; {@code image-not-allowed} on the name of what is neither table nor image
     */
    public Future<ItemSet> uploadArchive(Requester requester, byte[] zip, List<String> needed) {
        return world.compute(() -> Archive.read(zip)).compose(archive ->
            world.compute(() -> Sheet.read(archive.table())).compose(sheet ->
                keep(requester, sheet, needed, (tx, set) -> attachAll(tx, set, archive.images()))));
    }

    private Future<ItemSet> keep(Requester requester, Sheet sheet, List<String> needed,
                                 BiFunction<Tx, Id, Future<Void>> files) {
        requireColumns(sheet.columns(), needed);
        if (!sheet.problems().isEmpty()) {
            return Future.succeededFuture(new ItemSet(null, sheet.rows().size(), sheet.columns(), sheet.head(),
                sheet.problems()));
        }
        var set = new ItemSet(world.newId(), sheet.rows().size(), sheet.columns(), null, List.of());
        return store.write(tx -> items.add(tx, set, requester.id(), sheet.rows(), world.now())
            .compose(added -> files.apply(tx, set.id()))).map(set);
    }

    private Future<Void> attachAll(Tx tx, Id set, Archive.Images images) {
        return world.compute(images::next).compose(next -> next.isEmpty() ? Future.succeededFuture()
            : contents.add(tx, next, world.now())
                .compose(added -> items.attach(tx, set, next))
                .compose(attached -> attachAll(tx, set, images)));
    }

    /**
     * Adds an image to a set, under the name by which the rows call it. The same name again replaces it, until a listing is
     * made: listings hold the image by its hash.
     *
     * @return what workers' nodes will fetch
     * @throws Refused (in the future) {@code image-not-allowed} unless PNG, JPEG or WebP of at most 10 MiB;
     *     {@code listing-not-found} if the set is not this requester's; {@code field-wrong} on {@code name}
     */
    public Future<Content> attach(Requester requester, Id set, String fileName, byte[] file) {
        Optional<String> name = Image.name(fileName);
        if (name.isEmpty()) {
            return Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "name", "no file name, too long, or not one line"));
        }
        return world.compute(() -> Image.of(name.get(), file, "file"))
            .compose(image -> store.write(tx -> items.find(tx, requester.id(), set)
                .compose(found -> contents.add(tx, List.of(image), world.now()))
                .compose(added -> items.attach(tx, set, List.of(image))))
                .map(image.content()));
    }

    /**
     * The beginning of a set.
     *
     * @param rows wanted, 1 to {@link #PREVIEW_ROWS}; beyond that is cut
     * @throws Refused (in the future) {@code listing-not-found} on {@code items} if the set is not this requester's
     */
    public Future<Preview> preview(Requester requester, Id itemSet, int rows) {
        return items.find(store, requester.id(), itemSet).compose(set ->
            items.rows(store, itemSet, 0, Math.clamp(rows, 1, PREVIEW_ROWS)).compose(first ->
                items.fileNames(store, itemSet, Sheet.ROWS).map(files ->
                    new Preview(set.columns(), first.stream().map(Row::cells).toList(), set.rows(), files))));
    }

    /**
     * An image of a set, to be looked at.
     *
     * @param cell that names it
     * @throws Refused (in the future) {@code listing-not-found} on {@code items} if the set is not this requester's;
     *     {@code not-found} if it has no such image
     */
    public Future<Stored> image(Requester requester, Id itemSet, String cell) {
        return items.find(store, requester.id(), itemSet)
            .compose(found -> items.file(store, itemSet, Image.named(cell)))
            .map(found -> found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no such image in " + itemSet)));
    }

    /** Refuses with {@code csv-columns-missing}, the missing names being the field. */
    static void requireColumns(List<String> columns, List<String> needed) {
        List<String> missing = needed.stream().filter(name -> !columns.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw Refused.at(Problem.CSV_COLUMNS_MISSING, String.join(", ", missing), "missing columns");
        }
    }
}
