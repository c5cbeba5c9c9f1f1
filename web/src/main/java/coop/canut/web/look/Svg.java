package coop.canut.web.look;

/** What all drawings need. */
final class Svg {

    private Svg() {
    }

    /** Text as it may stand in an element or an attribute. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
