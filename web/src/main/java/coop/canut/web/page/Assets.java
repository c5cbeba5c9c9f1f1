package coop.canut.web.page;

import coop.canut.protocol.name.Hash;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The files that a browser loads beside pages: a fixed list, all under one folder that is named by the hash of everything in
 * it, so that they may be kept for ever and modules find each other by plain names.
 */
public final class Assets {

    private static final String OURS = "/coop/canut/web/assets/";
    private static final Map<String, String> TYPES = Map.of("css", "text/css; charset=utf-8",
        "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");
    private static final List<String> NAMES = List.of("canut.css", "canut.js", "work.js", "publish.js", "review.js",
        "receipt.js", "verify.js", "icon.svg");

    private final Map<String, Asset> files = new LinkedHashMap<>();
    private final String folder;

    /** A file as it is and as it travels. */
    record Asset(String mediaType, Buffer bytes, Buffer gzip) {
    }

    /** Reads all of them from the class path. */
    public Assets() {
        NAMES.forEach(name -> files.put(name, asset(name, read(OURS + name))));
        files.put("htmx.js", asset("htmx.js", webjar("htmx.org", "dist/htmx.min.js")));
        files.put("htmx-sse.js", asset("htmx-sse.js", webjar("htmx-ext-sse", "sse.js")));
        var all = new ByteArrayOutputStream();
        files.forEach((name, asset) -> {
            all.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            all.writeBytes(asset.bytes().getBytes());
        });
        folder = Hash.sha256(all.toByteArray()).hex().substring(0, 16);
    }

    /** The address of a file; a name that is not in the list is a bug. */
    public String at(String name) {
        if (!files.containsKey(name)) {
            throw new IllegalArgumentException("no asset " + name);
        }
        return "/assets/" + folder + "/" + name;
    }

    /** A file by its folder and name, or null. */
    Asset find(String folder, String name) {
        return folder.equals(this.folder) ? files.get(name) : null;
    }

    private static Asset asset(String name, byte[] bytes) {
        return new Asset(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), Buffer.buffer(bytes),
            Buffer.buffer(gzip(bytes, Deflater.BEST_COMPRESSION)));
    }

    static byte[] gzip(byte[] bytes, int effort) {
        var out = new ByteArrayOutputStream(bytes.length / 3 + 64);
        try (var gzip = new GZIPOutputStream(out, 4_096) {
            {
                def.setLevel(effort);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A file of a library; its version stands in the root pom only. */
    private static byte[] webjar(String name, String path) {
        var properties = new Properties();
        try (InputStream in = Assets.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/" + name + "/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read("/META-INF/resources/webjars/" + name + "/" + properties.getProperty("version") + "/" + path);
    }

    private static byte[] read(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
