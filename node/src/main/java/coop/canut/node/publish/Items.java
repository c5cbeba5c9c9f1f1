package coop.canut.node.publish;

import coop.canut.node.World;
import coop.canut.node.member.Requester;
import coop.canut.node.store.Store;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.work.ImageType;
import io.vertx.core.Future;
import java.util.List;

/** What a requester brings: a CSV file of items, and the images that it names. */
public final class Items {

    /** Bytes of a CSV file. */
    public static final int FILE_BYTES = Sheet.FILE_BYTES;
    private static final int FILE_NAME_CHARS = 200;

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
     * Takes a CSV file. If some rows do not fit, they are listed by line and nothing is stored.
     *
     * @param needed columns that must be there, for a first answer before a listing is drafted; may be empty
     * @throws Refused (in the future) {@code csv-columns-missing} with the missing names as field; as {@link Sheet#read}
     */
    public Future<ItemSet> upload(Requester requester, byte[] csv, List<String> needed) {
        return world.compute(() -> Sheet.read(csv)).compose(sheet -> {
            requireColumns(sheet.columns(), needed);
            if (!sheet.problems().isEmpty()) {
                return Future.succeededFuture(
                    new ItemSet(null, sheet.rows().size(), sheet.columns(), sheet.problems()));
            }
            var set = new ItemSet(world.newId(), sheet.rows().size(), sheet.columns(), List.of());
            return store.write(tx -> items.add(tx, set, requester.id(), sheet.rows(), world.now())).map(set);
        });
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
        if (fileName == null || fileName.isBlank() || fileName.length() > FILE_NAME_CHARS
            || fileName.chars().anyMatch(c -> c < ' ')) {
            return Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "name", "no file name, too long, or not one line"));
        }
        if (file.length > Limits.CONTENT_BYTES) {
            return Future.failedFuture(Refused.at(Problem.IMAGE_NOT_ALLOWED, "file", file.length + " bytes"));
        }
        return world.compute(() -> ImageType.of(file)
                .map(type -> new Content(Hash.sha256(file), file.length, type.mediaType()))
                .orElseThrow(() -> Refused.at(Problem.IMAGE_NOT_ALLOWED, "file", "not PNG, JPEG or WebP")))
            .compose(content -> store.write(tx -> items.find(tx, requester.id(), set)
                .compose(found -> contents.add(tx, content, file, world.now()))
                .compose(added -> items.attach(tx, set, fileName, content.sha256())))
                .map(content));
    }

    /** Refuses with {@code csv-columns-missing}, the missing names being the field. */
    static void requireColumns(List<String> columns, List<String> needed) {
        List<String> missing = needed.stream().filter(name -> !columns.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw Refused.at(Problem.CSV_COLUMNS_MISSING, String.join(", ", missing), "missing columns");
        }
    }
}
