package coop.canut.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.NodeConfig;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MigrationsTest {

    @Test
    void theListNamesEveryFileAndNumbersHaveNoGaps() throws Exception {
        List<String> names = Migrations.all().stream().map(Migrations.Migration::name).toList();
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/migrations"))) {
            assertEquals(names, files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".sql"))
                .sorted().toList());
        }
        for (int i = 0; i < names.size(); i++) {
            assertTrue(names.get(i).matches("V%04d__[a-z0-9_]+\\.sql".formatted(i + 1)), names.get(i));
        }
    }

    @Test
    void applyingThemTwiceIsApplyingThemOnce() throws Exception {
        NodeConfig.Database database = TestDatabase.empty();
        Vertx vertx = Vertx.vertx();
        Store store = Store.open(vertx, database);
        try {
            Migrations.apply(store).compose(done -> Migrations.apply(store)).eventually(store::close)
                .toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } finally {
            vertx.close();
        }
    }

    @Test
    void freshDatabasesDoNotSeeEachOther() throws Exception {
        assertTrue(!TestDatabase.fresh().name().equals(TestDatabase.fresh().name()));
    }
}
