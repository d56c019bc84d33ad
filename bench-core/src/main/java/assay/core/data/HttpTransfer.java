package assay.core.data;

import assay.core.files.IoReason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to complete a part over HTTP (RFC 9110, sections 13.1.5 and 14: If-Range, Range). It
 * either completes the part, or throws a {@link Transient} if another attempt may succeed, or a
 * {@link DataException} if none will. Bytes received so far stay in the part.
 */
final class HttpTransfer {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
  private static final Pattern UNSATISFIED_RANGE = Pattern.compile("bytes \\*/(\\d{1,18})");

  /** What the JDK says of a proxy that refuses to connect to the server of an https URL. */
  private static final Pattern TUNNEL = Pattern.compile("Tunnel failed, got: (\\d{3})");

  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

  /** A failure that another attempt may overcome; the message is one phrase. */
  static final class Transient extends Exception {
    private static final long serialVersionUID = 1L;

    Transient(String message) {
      super(message);
    }

    Transient(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private final HttpClient client;
  private final Duration stallTimeout;
  private final URI uri;
  private final String file;
  private final long maxBytes;
  private final FetchListener listener;

  /**
   * @param maxBytes maximum size of the right file in bytes
   */
  HttpTransfer(
      HttpClient client,
      Duration stallTimeout,
      URI uri,
      String file,
      long maxBytes,
      FetchListener listener) {
    this.client = client;
    this.stallTimeout = stallTimeout;
    this.uri = uri;
    this.file = file;
    this.maxBytes = maxBytes;
    this.listener = listener;
  }

  /**
   * Runs the attempt.
   *
   * @return whether bytes from an earlier attempt are part of the result
   */
  boolean run(PartFile part) throws Transient, InterruptedException {
    HttpResponse<BodyQueue> response = send(part);
    @Nullable BodyQueue body = response.body();
    if (body == null) {
      // So the JDK gives the answer of a proxy that wants a password.
      throw refusedByProxy(response.statusCode());
    }
    try {
      return switch (response.statusCode()) {
        case 200 -> whole(part, response);
        case 206 -> rest(part, response);
        case 416 -> unsatisfied(part, response);
        default -> throw refused(response.statusCode(), "", "the base URL");
      };
    } finally {
      body.cancel();
    }
  }

  private HttpResponse<BodyQueue> send(PartFile part) throws Transient, InterruptedException {
    // Identity: a range counts bytes of the file itself, so the transfer must not be encoded.
    var request = HttpRequest.newBuilder(uri).GET().setHeader("Accept-Encoding", "identity");
    if (part.bytes() > 0) {
      request.setHeader("Range", "bytes=" + part.bytes() + "-");
      String condition = part.origin().condition();
      if (!condition.isEmpty()) {
        request.setHeader("If-Range", condition);
      }
    }
    var future = client.sendAsync(request.build(), _ -> new BodyQueue());
    try {
      return future.get(stallTimeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new Transient(new BodyQueue.Stalled(stallTimeout).getMessage() + " from " + uri, e);
    } catch (ExecutionException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    } finally {
      // Frees the connection after a timeout or an interruption; no effect once the transfer is
      // done.
      future.cancel(true);
    }
  }

  private Transient failed(Throwable cause) {
    boolean proxied =
        client.proxy().stream()
            .flatMap(proxy -> proxy.select(uri).stream())
            .anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT);
    if (cause instanceof ConnectException) {
      // The JDK gives no message for an unknown host or a refused connection.
      String way = proxied ? " through the proxy of the environment's variables" : "";
      return new Transient("cannot connect to " + uri.getAuthority() + way, cause);
    }
    String reason =
        cause instanceof IOException io ? IoReason.of(io) : IoReason.oneLine(cause.toString());
    Matcher tunnel = TUNNEL.matcher(reason);
    if (tunnel.matches()) {
      return refusedByProxy(Integer.parseInt(tunnel.group(1)));
    }
    return new Transient(reason + " from " + uri, cause);
  }

  private boolean whole(PartFile part, HttpResponse<BodyQueue> response)
      throws Transient, InterruptedException {
    if (part.bytes() > 0) {
      listener.discarded(
          file,
          part.bytes(),
          "the server sent the file from the start: the file has changed there,"
              + " or the server ignores ranges");
    }
    long total = number(response, "Content-Length");
    part.restart(origin(response, total));
    copy(part, response.body(), total);
    return false;
  }

  private boolean rest(PartFile part, HttpResponse<BodyQueue> response)
      throws Transient, InterruptedException {
    String range = response.headers().firstValue("Content-Range").orElse("");
    Matcher matcher = CONTENT_RANGE.matcher(range);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) != part.bytes()) {
      throw startOver(
          part, "expected the bytes from " + part.bytes() + ", the server sent '" + range + "'");
    }
    long total = matcher.group(3).equals("*") ? -1 : Long.parseLong(matcher.group(3));
    if (!part.origin().continuedBy(origin(response, total))) {
      throw startOver(part, "the file has changed on the server");
    }
    copy(part, response.body(), total);
    return true;
  }

  private boolean unsatisfied(PartFile part, HttpResponse<BodyQueue> response) throws Transient {
    String range = response.headers().firstValue("Content-Range").orElse("");
    Matcher matcher = UNSATISFIED_RANGE.matcher(range);
    if (matcher.matches() && Long.parseLong(matcher.group(1)) == part.bytes()) {
      // All bytes had arrived earlier; only the move into place was missing.
      return true;
    }
    throw startOver(part, "the server has no bytes from " + part.bytes() + " (status 416)");
  }

  private Transient startOver(PartFile part, String reason) {
    listener.discarded(file, part.bytes(), reason);
    part.restart(PartFile.Origin.UNKNOWN);
    return new Transient(reason);
  }

  private Transient refusedByProxy(int status) {
    return refused(
        status, "the proxy does not connect to ", "the proxy's address, user and password");
  }

  private Transient refused(int status, String who, String check) {
    String message = who + uri + ": expected status 200, found " + status;
    // Request timeouts, too many requests and server errors are transient; other statuses are not.
    if (status == 408 || status == 429 || status >= 500) {
      return new Transient(message);
    }
    throw new DataException(message + "; check " + check);
  }

  private void copy(PartFile part, BodyQueue body, long total)
      throws Transient, InterruptedException {
    OptionalLong known = total < 0 ? OptionalLong.empty() : OptionalLong.of(total);
    checkSize(total);
    listener.started(file, part.bytes(), known);
    try {
      for (List<ByteBuffer> piece = body.next(stallTimeout);
          piece != null;
          piece = body.next(stallTimeout)) {
        part.append(piece);
        checkSize(part.bytes());
        listener.progress(file, part.bytes(), known);
      }
    } catch (IOException e) {
      throw failed(e);
    }
    if (total >= 0 && part.bytes() != total) {
      throw new Transient(
          "expected " + total + " bytes, found " + part.bytes() + " at the end from " + uri);
    }
    part.sync();
  }

  private void checkSize(long bytes) {
    if (bytes > maxBytes) {
      throw new Oversize(
          uri + ": expected at most " + maxBytes + " bytes, found " + bytes + " or more");
    }
  }

  /** The server's file is larger than the right one can be. */
  static final class Oversize extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Oversize(String message) {
      super(message);
    }
  }

  private PartFile.Origin origin(HttpResponse<?> response, long total) {
    var headers = response.headers();
    return new PartFile.Origin(
        uri.toString(),
        headers.firstValue("ETag").orElse(""),
        headers.firstValue("Last-Modified").orElse(""),
        total);
  }

  private static long number(HttpResponse<?> response, String header) {
    String value = response.headers().firstValue(header).orElse("");
    return LENGTH.matcher(value).matches() ? Long.parseLong(value) : -1;
  }
}
