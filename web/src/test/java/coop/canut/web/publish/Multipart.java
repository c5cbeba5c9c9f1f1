package coop.canut.web.publish;

import coop.canut.web.Browser;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;

/** A form with a file, as browsers send it. */
final class Multipart {

    private static final String BOUNDARY = "----canut7d93b1";
    private final Buffer body = Buffer.buffer();

    Multipart with(String name, String value) {
        return part("name=\"" + name + "\"", Buffer.buffer(value));
    }

    Multipart with(Map<String, String> fields) {
        fields.forEach(this::with);
        return this;
    }

    Multipart file(String fileName, Buffer bytes) {
        return part("name=\"file\"; filename=\"" + fileName + "\"\r\nContent-Type: application/octet-stream", bytes);
    }

    private Multipart part(String head, Buffer bytes) {
        body.appendString("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + head + "\r\n\r\n").appendBuffer(bytes)
            .appendString("\r\n");
        return this;
    }

    Browser.Answer send(Browser browser, String path) {
        body.appendString("--" + BOUNDARY + "--\r\n");
        return browser.send(HttpMethod.POST, path, Map.of("Content-Type", "multipart/form-data; boundary=" + BOUNDARY,
            "Sec-Fetch-Site", "same-origin"), body);
    }
}
