package assay.core.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A raw HTTP/1.1 server on 127.0.0.1 that answers one request a connection and can misbehave in
 * every way: the handler writes the very bytes.
 */
final class FileServer implements AutoCloseable {
  /** A request as it arrived; {@code number} counts requests from 1. */
  record Request(int number, String path, Map<String, String> headers) {
    String file() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** First byte asked for, 0 without a range. */
    int from() {
      String range = header("Range");
      return range.isEmpty() ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    }
  }

  @FunctionalInterface
  interface Handler {
    void answer(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Handler handler;

  FileServer(Handler handler) throws IOException {
    this.handler = handler;
    socket = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    var _ = threads.submit(this::accept);
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/data/");
  }

  List<Request> requests() {
    return requests;
  }

  List<Request> requests(String file) {
    return requests.stream().filter(r -> r.file().equals(file)).toList();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        var _ = threads.submit(() -> serve(client));
      } catch (IOException e) {
        // Closed at the end of the test.
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      String first = in.readLine();
      if (first == null) {
        return;
      }
      var headers = new TreeMap<String, String>();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      Request request;
      synchronized (requests) {
        request = new Request(requests.size() + 1, first.split(" ", -1)[1], headers);
        requests.add(request);
      }
      OutputStream out = client.getOutputStream();
      handler.answer(request, out);
      out.flush();
    } catch (IOException e) {
      // The client hung up, as some tests make it do.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void head(OutputStream out, int status, String... headers) throws IOException {
    var text = new StringBuilder("HTTP/1.1 " + status + " Test\r\nConnection: close\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Answers as a good server does, with Range and If-Range. */
  static void good(Request request, OutputStream out, byte[] file, String etag) throws IOException {
    head(out, request, file, etag);
    out.write(file, start(request, file, etag), file.length - start(request, file, etag));
  }

  /** As {@link #good}, but hangs up (or goes on to stall) when {@code bytes} are sent. */
  static void cut(Request request, OutputStream out, byte[] file, String etag, int bytes)
      throws IOException {
    head(out, request, file, etag);
    out.write(file, start(request, file, etag), bytes);
    out.flush();
  }

  private static int start(Request request, byte[] file, String etag) {
    String condition = request.header("If-Range");
    boolean same = condition.isEmpty() || condition.equals(etag);
    return same && request.from() < file.length ? request.from() : 0;
  }

  private static void head(OutputStream out, Request request, byte[] file, String etag)
      throws IOException {
    int from = start(request, file, etag);
    String tag = etag.isEmpty() ? "X-No-Tag: 1" : "ETag: " + etag;
    String length = "Content-Length: " + (file.length - from);
    if (from == 0) {
      head(out, 200, length, tag);
    } else {
      head(out, 206, length, tag, range(from, file));
    }
  }

  static String range(int from, byte[] file) {
    return "Content-Range: bytes " + from + "-" + (file.length - 1) + "/" + file.length;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.shutdownNow();
  }
}
