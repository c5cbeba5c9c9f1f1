package coop.canut.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import coop.canut.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * JSON with decimals, as foreign test vectors have it and messages never do: a reader into maps, lists, strings,
 * numbers and truth values, and the canonical form of RFC 8785 with numbers as ECMAScript writes them.
 */
public final class LooseJson {
    private LooseJson() {
    }

    public static Object read(byte[] utf8) {
        try (JsonParser parser = new JsonFactory().createParser(utf8)) {
            parser.nextToken();
            return value(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> members = new TreeMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield items;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            default -> null;
        };
    }

    public static Object at(Object value, String... path) {
        Object found = value;
        for (String step : path) {
            found = ((Map<?, ?>) found).get(step);
        }
        return found;
    }

    public static String canonical(Object value) {
        return switch (value) {
            case Map<?, ?> members -> members.entrySet().stream()
                    .map(member -> canonical(member.getKey()) + ":" + canonical(member.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
            case List<?> items -> items.stream().map(LooseJson::canonical).collect(Collectors.joining(",", "[", "]"));
            case String text -> Json.text(text).text();
            case Double number -> number(number);
            case null, default -> String.valueOf(value);
        };
    }

    /** ECMAScript's Number::toString, section 6.1.6.1.20: the shortest digits that read back as this number. */
    private static String number(double number) {
        if (number == 0) {
            return "0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(number))).stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        String text;
        if (point > 21 || point < -5) {
            String rest = digits.substring(1);
            int exponent = point - 1;
            text = digits.charAt(0) + (rest.isEmpty() ? "" : "." + rest) + "e" + (exponent < 0 ? "-" : "+")
                    + Math.abs(exponent);
        } else if (point >= digits.length()) {
            text = digits + "0".repeat(point - digits.length());
        } else if (point > 0) {
            text = digits.substring(0, point) + "." + digits.substring(point);
        } else {
            text = "0." + "0".repeat(-point) + digits;
        }
        return (number < 0 ? "-" : "") + text;
    }
}
