package coop.canut.protocol.http;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One {@code Signature-Input} taken apart, as far as needed to say which rule it breaks. Reads the subset of structured
 * fields (RFC 9651) that can occur; what is not of that shape is {@code signature-incomplete}.
 */
final class SignatureInput {
    private static final int LONGEST = 1_000;
    private static final List<String> PARAMS = List.of("created", "keyid", "tag");

    private final String text;
    private final List<String> components = new ArrayList<>();
    private final Map<String, String> params = new LinkedHashMap<>();
    private int at;

    private SignatureInput(String text) {
        this.text = text;
    }

    static SignatureInput read(String header) {
        var input = new SignatureInput(header.strip());
        input.readLabel();
        input.readComponents();
        input.readParams();
        return input;
    }

    /** The bytes of a {@code Signature} header with our label only. */
    static byte[] signature(String header) {
        String text = header.strip();
        if (text.indexOf(',') >= 0) {
            throw ambiguous("more than one signature");
        }
        String prefix = RequestSignature.LABEL + "=:";
        if (!text.startsWith(prefix)) {
            throw new Refused(Problem.SIGNATURE_MISSING, "no signature of our label");
        }
        if (text.length() > LONGEST || !text.endsWith(":") || text.length() <= prefix.length() + 1) {
            throw malformed("the signature is no byte sequence");
        }
        String base64 = text.substring(prefix.length(), text.length() - 1);
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the refusal that other spellings get too.
        }
        throw malformed("the signature is not in canonical base 64");
    }

    String text() {
        return text;
    }

    List<String> components() {
        return components;
    }

    String param(String name) {
        return params.get(name);
    }

    /**
     * The components wanted, in order, and the three parameters, in order. A missing digest and an algorithm have names
     * of their own, so they are left out of the comparison here.
     */
    void requireComplete(List<String> wanted) {
        List<String> given = new ArrayList<>(components);
        List<String> needed = new ArrayList<>(wanted);
        given.remove("content-digest");
        needed.remove("content-digest");
        List<String> names = new ArrayList<>(params.keySet());
        names.remove("alg");
        boolean digestTooMany = components.contains("content-digest") && !components.equals(wanted);
        if (!given.equals(needed) || digestTooMany) {
            throw malformed("other components than the listed ones");
        }
        if (!names.equals(PARAMS) || !RequestSignature.TAG.equals(params.get("tag"))) {
            throw malformed("other parameters than the listed ones");
        }
    }

    void requireNoAlgorithm() {
        if (params.containsKey("alg")) {
            throw new Refused(Problem.ALGORITHM_NOT_ALLOWED, "the request names an algorithm");
        }
    }

    private void readLabel() {
        if (text.length() > LONGEST) {
            throw malformed("longer than any of the right form");
        }
        if (outsideQuotes(',')) {
            throw ambiguous("more than one label");
        }
        if (!text.startsWith(RequestSignature.LABEL + "=")) {
            throw new Refused(Problem.SIGNATURE_MISSING, "no signature of our label");
        }
        at = RequestSignature.LABEL.length() + 1;
    }

    private void readComponents() {
        expect('(');
        Set<String> seen = new HashSet<>();
        while (!take(')')) {
            String component = quoted();
            // A component with parameters of its own (";req", ";sf") is another component than the one we know.
            int start = at;
            while (at < text.length() && text.charAt(at) != ' ' && text.charAt(at) != ')') {
                at++;
            }
            component += text.substring(start, at);
            if (!seen.add(component)) {
                throw ambiguous("a component stands twice");
            }
            components.add(component);
            take(' ');
        }
    }

    private void readParams() {
        while (at < text.length()) {
            expect(';');
            int start = at;
            while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != ';') {
                at++;
            }
            String name = text.substring(start, at);
            String value = "";
            if (take('=')) {
                value = at < text.length() && text.charAt(at) == '"' ? quoted() : bare();
            }
            if (params.put(name, value) != null) {
                throw ambiguous("a parameter stands twice");
            }
        }
    }

    private String bare() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ';') {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        expect('"');
        int end = text.indexOf('"', at);
        if (end < 0) {
            throw malformed("an open quote");
        }
        String value = text.substring(at, end);
        at = end + 1;
        return value;
    }

    private boolean outsideQuotes(char wanted) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (c == wanted && !quoted) {
                return true;
            }
        }
        return false;
    }

    private void expect(char c) {
        if (!take(c)) {
            throw malformed("not of the form of a signature input");
        }
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private static Refused malformed(String detail) {
        return new Refused(Problem.SIGNATURE_INCOMPLETE, detail);
    }

    private static Refused ambiguous(String detail) {
        return new Refused(Problem.SIGNATURE_AMBIGUOUS, detail);
    }
}
