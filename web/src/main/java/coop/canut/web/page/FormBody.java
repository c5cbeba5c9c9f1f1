package coop.canut.web.page;

import coop.canut.node.door.Bodies;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the forms that browsers send. */
final class FormBody {

    /** Bytes of a form without files: two long texts, encoded at their worst. */
    static final int BYTES = 262_144;
    private static final int FILES = 4;
    private static final String PLAIN = "application/x-www-form-urlencoded";
    private static final String WITH_FILES = "multipart/form-data";

    private FormBody() {
    }

    static Future<Form> read(HttpServerRequest request) {
        String type = String.valueOf(request.getHeader("Content-Type"));
        if (!type.split(";")[0].strip().equals(PLAIN)) {
            throw new Refused(Problem.MEDIA_TYPE_WRONG, "wanted a form");
        }
        Bodies.requireBounded(request, BYTES);
        return Bodies.read(request, BYTES).map(Form::read);
    }

    /** A form with files, kept in memory; not one byte more than the cap is read. */
    static Future<Form> readFiles(HttpServerRequest request, int maxBytes) {
        String type = String.valueOf(request.getHeader("Content-Type"));
        if (!type.startsWith(WITH_FILES + ";")) {
            return read(request);
        }
        Bodies.requireBounded(request, maxBytes);
        Promise<Form> promise = Promise.promise();
        Map<String, Form.Upload> uploads = new HashMap<>();
        request.setExpectMultipart(true);
        request.uploadHandler(upload -> {
            Buffer bytes = Buffer.buffer();
            upload.handler(bytes::appendBuffer);
            upload.endHandler(end -> {
                if (bytes.length() > 0 && uploads.size() < FILES) {
                    uploads.put(upload.name(), new Form.Upload(upload.filename(), bytes));
                }
            });
        });
        // The decoder's only reason for an IOException is a text longer than the server takes.
        request.exceptionHandler(error -> promise.tryFail(error.getCause() instanceof IOException
            ? new Refused(Problem.TOO_LARGE, error.getMessage())
            : new Refused(Problem.TEXT_INVALID, "a form that cannot be read")));
        request.endHandler(end -> {
            Map<String, List<String>> fields = new LinkedHashMap<>();
            try {
                request.formAttributes().forEach(field -> Form.add(fields, field.getKey(), field.getValue()));
                promise.tryComplete(new Form(fields, uploads));
            } catch (Refused refused) {
                promise.tryFail(refused);
            }
        });
        request.resume();
        return promise.future();
    }
}
