package coop.canut.protocol.name;

/** What a refused name looks like in our own log: short, on one line, printable. */
final class Shown {
    private static final int CHARS = 80;

    private Shown() {
    }

    static String of(String text) {
        if (text == null) {
            return "nothing";
        }
        String head = text.length() > CHARS ? text.substring(0, CHARS) + "…" : text;
        var shown = new StringBuilder(head.length() + 2).append('"');
        head.chars().forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
        return shown.append('"').toString();
    }
}
