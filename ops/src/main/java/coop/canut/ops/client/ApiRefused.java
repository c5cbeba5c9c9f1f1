package coop.canut.ops.client;

/** A node refused a request of its API. The message is for people: it names the request, the code and the field. */
public final class ApiRefused extends RuntimeException {

    private final int status;
    private final String problem;
    private final String field;

    ApiRefused(String request, int status, String problem, String field, String title) {
        super(request + ": " + status + " " + problem + (field == null ? "" : " at " + field) + ": " + title, null, false,
            false);
        this.status = status;
        this.problem = problem;
        this.field = field;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The stable code, such as {@code no-task-left}; the bare status where the answer had none. */
    public String problem() {
        return problem;
    }

    /** The member or parameter at fault, or null. */
    public String field() {
        return field;
    }
}
