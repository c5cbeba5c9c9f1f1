package coop.canut.node.fediverse;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Hash;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The signature of a foreign request, of either form: who claims to have made it, when, and over what. It must cover method,
 * address, our host and the digest of the body, and the digest must be right; which algorithm it is follows from the key. Pure.
 *
 * @param keyId where the key is said to be
 * @param base  the bytes that are signed
 */
record ClaimedSignature(ForeignUrl keyId, byte[] base, byte[] signature) {

    /**
     * How far its date may be from our clock. Servers sign once and have their queues carry it, so five minutes are too few. A
     * replay within the hour repeats what its signer said, about nothing but whether it follows us.
     */
    static final Duration WINDOW = Duration.ofHours(1);
    private static final int HEADER_CHARS = 4_000;

    private static final Pattern INPUT = Pattern.compile("([a-z*][a-z0-9_.*-]{0,63}+)=(\\(([^()]*+)\\)([^,()]*+))");
    private static final Pattern COMPONENTS = Pattern.compile("\"[a-z0-9@-]++\"(?: \"[a-z0-9@-]++\")*+");
    private static final Pattern PARAMETER = Pattern.compile(";([a-z]++)=(?:\"([^\"\\\\]*+)\"|([0-9]{1,12}+))");
    private static final Pattern ITEM = Pattern.compile("([a-zA-Z]++)=(?:\"([^\"]*+)\"|([0-9]{1,12}+))\\s*+(?:,\\s*+|$)");

    /**
     * Reads the signature of a request and judges all of it that needs no key.
     *
     * @throws Refused {@code signature-missing}, {@code signature-ambiguous}, {@code signature-incomplete},
     *     {@code digest-not-signed}, {@code algorithm-not-allowed}, {@code signature-stale}, {@code digest-mismatch},
     *     {@code name-not-canonical} for the key's address
     */
    static ClaimedSignature read(IncomingRequest request, Instant now) {
        if (!request.has("signature")) {
            throw new Refused(Problem.SIGNATURE_MISSING, "no signature");
        }
        if (Stream.of("signature", "signature-input").filter(request::has)
                .anyMatch(name -> request.header(name).length() > HEADER_CHARS)) {
            throw incomplete("headers too long");
        }
        return request.has("signature-input") ? newer(request, now) : older(request, now);
    }

    /** Does nothing if the key signed the request, else throws {@code signature-invalid}. */
    void verify(RSAPublicKey key) {
        RsaKey.verify(key, base, signature);
    }

    /** RFC 9421. */
    private static ClaimedSignature newer(IncomingRequest request, Instant now) {
        Matcher input = INPUT.matcher(request.header("signature-input"));
        if (!input.matches()) {
            throw new Refused(Problem.SIGNATURE_AMBIGUOUS, "not one plain signature");
        }
        Map<String, String> params = params(PARAMETER.matcher(input.group(4)), input.group(4));
        String alg = params.get("alg");
        if (alg != null && !alg.equals(SignatureForm.ALG)) {
            throw new Refused(Problem.ALGORITHM_NOT_ALLOWED, "not " + SignatureForm.ALG);
        }
        requireFresh(seconds(params.get("created")), now);
        if (params.containsKey("expires") && seconds(params.get("expires")).isBefore(now)) {
            throw new Refused(Problem.SIGNATURE_STALE, "expired");
        }
        if (!COMPONENTS.matcher(input.group(3)).matches()) {
            throw incomplete("components in another form");
        }
        List<String> covered = Stream.of(input.group(3).split(" ")).map(name -> name.substring(1, name.length() - 1)).toList();
        boolean place = covered.contains("@target-uri") || covered.contains("@authority") && (covered.contains("@request-target")
            || covered.contains("@path") && (covered.contains("@query") || request.target().indexOf('?') < 0));
        if (!covered.contains("@method") || !place || covered.stream().distinct().count() != covered.size()) {
            throw incomplete("method or address are not covered");
        }
        if (!covered.contains("content-digest")) {
            throw new Refused(Problem.DIGEST_NOT_SIGNED, "the digest is not covered");
        }
        requireDigest(request.header("content-digest"), "sha-256=:", ":", request.body());
        var base = new StringBuilder();
        covered.forEach(name -> base.append('"').append(name).append("\": ").append(component(request, name)).append('\n'));
        base.append("\"@signature-params\": ").append(input.group(2));
        String value = request.header("signature");
        String prefix = input.group(1) + "=:";
        if (!value.startsWith(prefix) || value.length() <= prefix.length() || !value.endsWith(":")) {
            throw new Refused(Problem.SIGNATURE_AMBIGUOUS, "not the one signature of that label");
        }
        return new ClaimedSignature(ForeignUrl.of(params.get("keyid")), bytes(base),
            base64(value.substring(prefix.length(), value.length() - 1)));
    }

    private static String component(IncomingRequest request, String name) {
        return switch (name) {
            case "@method" -> request.method();
            case "@target-uri" -> "https://" + request.self() + request.target();
            case "@authority" -> request.self().toString();
            case "@scheme" -> "https";
            case "@request-target" -> request.target();
            case "@path" -> request.path();
            case "@query" -> request.target().equals(request.path()) ? "?" : request.target().substring(request.path().length());
            default -> {
                if (name.startsWith("@")) {
                    throw incomplete("a component that we cannot build");
                }
                yield request.header(name);
            }
        };
    }

    /** draft-cavage. */
    private static ClaimedSignature older(IncomingRequest request, Instant now) {
        String value = request.header("signature");
        Map<String, String> params = params(ITEM.matcher(value), value);
        String algorithm = params.getOrDefault("algorithm", "hs2019");
        if (!algorithm.equals("rsa-sha256") && !algorithm.equals("hs2019")) {
            throw new Refused(Problem.ALGORITHM_NOT_ALLOWED, "not rsa-sha256");
        }
        List<String> covered = List.of(params.getOrDefault("headers", "date").toLowerCase(Locale.ROOT).split(" ", -1));
        if (!covered.containsAll(List.of("(request-target)", "host")) || covered.stream().distinct().count() != covered.size()) {
            throw incomplete("address or host are not covered");
        }
        if (!covered.contains("digest")) {
            throw new Refused(Problem.DIGEST_NOT_SIGNED, "the digest is not covered");
        }
        requireFresh(covered.contains("(created)") ? seconds(params.get("created"))
            : covered.contains("date") ? date(request.header("date")) : seconds(null), now);
        requireDigest(request.header("digest"), "SHA-256=", "", request.body());
        List<String> lines = new ArrayList<>();
        for (String name : covered) {
            lines.add(name + ": " + switch (name) {
                case "(request-target)" -> request.method().toLowerCase(Locale.ROOT) + " " + request.target();
                case "(created)" -> params.get("created");
                case "(expires)" -> throw incomplete("an end that we do not judge");
                default -> request.header(name);
            });
        }
        if (!params.containsKey("signature")) {
            throw incomplete("no signature in it");
        }
        return new ClaimedSignature(ForeignUrl.of(params.get("keyId")), bytes(String.join("\n", lines)),
            base64(params.get("signature")));
    }

    /** All parameters; they must be the whole text, each once. */
    private static Map<String, String> params(Matcher matcher, String text) {
        Map<String, String> params = new HashMap<>();
        int end = 0;
        while (end < text.length() && matcher.find(end) && matcher.start() == end) {
            String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            if (params.put(matcher.group(1), value) != null) {
                throw new Refused(Problem.SIGNATURE_AMBIGUOUS, "a parameter stands twice");
            }
            end = matcher.end();
        }
        if (end != text.length()) {
            throw incomplete("parameters in another form");
        }
        return params;
    }

    private static void requireFresh(Instant made, Instant now) {
        if (Duration.between(made, now).abs().compareTo(WINDOW) > 0) {
            throw new Refused(Problem.SIGNATURE_STALE, "made " + made);
        }
    }

    /** The header may have digests of several algorithms; ours must be there once, and right. */
    private static void requireDigest(String header, String before, String after, byte[] body) {
        List<String> ours = Stream.of(header.split(",")).map(String::strip)
            .filter(each -> each.regionMatches(true, 0, before, 0, before.length())).toList();
        String wanted = Base64.getEncoder().encodeToString(Hash.sha256(body).bytes()) + after;
        if (ours.size() != 1 || !ours.getFirst().substring(before.length()).equals(wanted)) {
            throw new Refused(Problem.DIGEST_MISMATCH, "not the body's digest");
        }
    }

    private static Instant seconds(String text) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(text));
        } catch (NumberFormatException | DateTimeException none) {
            throw incomplete("no time");
        }
    }

    private static Instant date(String text) {
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
        } catch (DateTimeException none) {
            throw incomplete("no date");
        }
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException none) {
            throw incomplete("no base 64");
        }
    }

    private static byte[] bytes(CharSequence base) {
        return base.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Refused incomplete(String why) {
        return new Refused(Problem.SIGNATURE_INCOMPLETE, why);
    }
}
