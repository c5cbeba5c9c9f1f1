package coop.canut.ops.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** A line between two nodes on which every byte is counted: what reaches its port goes to that of a node, and back. */
final class Wire implements AutoCloseable {

    private static final int BUFFER_BYTES = 65_536;
    private static final long NEVER = 0;

    private final ServerSocket server;
    private final int target;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong first = new AtomicLong(NEVER);
    private final AtomicLong last = new AtomicLong(NEVER);

    /** A line to a port of this machine, on a port of its own. */
    Wire(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, loopback());
        Thread.ofVirtual().start(this::accept);
    }

    /** The port to be reached by. */
    int port() {
        return server.getLocalPort();
    }

    /** What went either way since {@link #reset}. */
    long bytes() {
        return bytes.get();
    }

    /** When the first byte went since then, in nanoseconds of {@link System#nanoTime}; 0 if none did. */
    long first() {
        return first.get();
    }

    /** When the last one did. */
    long last() {
        return last.get();
    }

    /** Begins to count anew. */
    void reset() {
        bytes.set(0);
        first.set(NEVER);
        last.set(NEVER);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                near.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> join(near));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void join(Socket near) {
        try (near; Socket far = new Socket(loopback(), target)) {
            far.setTcpNoDelay(true);
            Thread back = Thread.ofVirtual().start(() -> pump(far, near));
            pump(near, far);
            back.join();
        } catch (IOException refused) {
            // Nobody listens there: who asked finds its connection closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                long now = System.nanoTime();
                first.compareAndSet(NEVER, now);
                last.set(now);
                bytes.addAndGet(count);
                out.write(buffer, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException gone) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is closed, which is all that was wanted.
        }
    }

    private static InetAddress loopback() {
        return InetAddress.ofLiteral("127.0.0.1");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
