package coop.canut.web.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import java.util.Set;

/** Turns templates into HTML. Escaping is the engine's; what is invisible and could mislead is taken out here. */
final class Rendering {

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

    /** The HTML of a template, such as {@code board/board.jte}. */
    String html(String template, Object view) {
        var out = new Visible();
        engine.render(template, view, out);
        return out.text.toString();
    }

    /**
     * Drops characters that nobody sees and that turn or hide what stands around them (F-77). They stay in what is stored
     * and signed. Joiners stay where a script needs them, that is not beside ASCII.
     */
    private static final class Visible implements TemplateOutput {

        /** Marks of direction, spaces of no width, and the invisible operators. */
        private static final Set<Character> INVISIBLE = Set.of('\u200b', '\u200e', '\u200f', '\u061c', '\u00ad', '\u202a',
            '\u202b', '\u202c', '\u202d', '\u202e', '\u2060', '\u2061', '\u2062', '\u2063', '\u2064', '\u2066', '\u2067',
            '\u2068', '\u2069', '\ufeff');

        private final StringBuilder text = new StringBuilder(16_384);

        @Override
        public void writeContent(String value) {
            writeContent(value, 0, value.length());
        }

        @Override
        public void writeContent(String value, int begin, int end) {
            int kept = begin;
            for (int i = begin; i < end; i++) {
                char c = value.charAt(i);
                if (c >= '\u00ad' && isHidden(c, kept == i ? last() : value.charAt(i - 1))) {
                    text.append(value, kept, i);
                    kept = i + 1;
                }
            }
            text.append(value, kept, end);
        }

        private char last() {
            return text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
        }

        private static boolean isHidden(char c, char before) {
            return INVISIBLE.contains(c) || (c == '\u200c' || c == '\u200d') && before < '\u0080';
        }
    }
}
