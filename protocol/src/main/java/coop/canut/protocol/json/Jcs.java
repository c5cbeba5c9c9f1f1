package coop.canut.protocol.json;

import java.util.Map;

/**
 * The writer of RFC 8785. Members are in the order of their names' UTF-16 code units already (the map's order);
 * strings are escaped as section 3.2.2.2 says and in no other way; integers need none of section 3.2.2.3.
 */
final class Jcs {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Jcs() {
    }

    static StringBuilder write(Json value, int expectedChars) {
        var out = new StringBuilder(expectedChars);
        write(value, out);
        return out;
    }

    private static void write(Json value, StringBuilder out) {
        switch (value) {
            case Json.Obj(var members) -> {
                char before = '{';
                for (Map.Entry<String, Json> member : members.entrySet()) {
                    out.append(before);
                    before = ',';
                    quote(member.getKey(), out);
                    out.append(':');
                    write(member.getValue(), out);
                }
                out.append(before == '{' ? "{}" : "}");
            }
            case Json.Arr(var items) -> {
                char before = '[';
                for (Json item : items) {
                    out.append(before);
                    before = ',';
                    write(item, out);
                }
                out.append(before == '[' ? "[]" : "]");
            }
            case Json.Text(var text) -> quote(text, out);
            case Json.Int(var number) -> out.append(number);
            case Json.Bool(var truth) -> out.append(truth);
        }
    }

    static void quote(String text, StringBuilder out) {
        out.append('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\') {
                continue;
            }
            out.append(text, plain, i);
            plain = i + 1;
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        out.append(text, plain, text.length()).append('"');
    }
}
