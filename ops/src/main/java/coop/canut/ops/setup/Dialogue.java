package coop.canut.ops.setup;

import coop.canut.node.CannotStart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Function;

/** Questions at a terminal, or to a script that answers line by line. */
final class Dialogue {

    private static final int TRIES = 5;

    private final BufferedReader in;
    private final PrintWriter out;
    private final boolean silent;

    /** @param silent nothing is asked, and what is offered is taken */
    Dialogue(BufferedReader in, PrintWriter out, boolean silent) {
        this.in = in;
        this.out = out;
        this.silent = silent;
    }

    /** Tells something. */
    void say(String line) {
        out.println(line);
        out.flush();
    }

    /**
     * An answer.
     *
     * @param given   by an option, or null: then it is asked for
     * @param option  by which it can be given
     * @param explain what it is about, before the question
     * @param offer   what an empty line means; empty if there is nothing to offer
     * @param fault   says what is wrong with an answer, or gives null
     */
    String ask(String given, String option, String explain, String offer, Function<String, String> fault) {
        if (given != null || silent) {
            String answer = given == null ? offer : given;
            String wrong = answer.isEmpty() ? "it has to be given" : fault.apply(answer);
            if (wrong != null) {
                throw new CannotStart(option + (answer.isEmpty() ? "" : " is '" + answer + "'") + ": " + wrong + ".");
            }
            return answer;
        }
        say("");
        explain.lines().forEach(this::say);
        for (int tries = 0; tries < TRIES; tries++) {
            out.print(offer.isEmpty() ? "> " : "[" + offer + "] > ");
            out.flush();
            String line = read();
            String answer = line.isBlank() ? offer : line.strip();
            String wrong = answer.isEmpty() ? "it has to be given" : fault.apply(answer);
            if (wrong == null) {
                return answer;
            }
            say("  " + wrong + ".");
        }
        throw new CannotStart("No answer that can be used was given for " + option + "; nothing was changed.");
    }

    /** A line that may be empty. */
    String line(String prompt) {
        if (silent) {
            return "";
        }
        out.print(prompt + " > ");
        out.flush();
        return read().strip();
    }

    private String read() {
        try {
            String line = in.readLine();
            if (line == null) {
                throw new CannotStart("The answers ended before the questions; nothing was changed. Say --yes to take what is "
                    + "offered.");
            }
            return line;
        } catch (IOException e) {
            throw new CannotStart("The answers cannot be read (" + e + "); nothing was changed.", e);
        }
    }
}
