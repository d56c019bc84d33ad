package assay.core.data;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A response body read in chunks, with a timeout on each chunk. The JDK's own input stream blocks
 * forever when a server stops sending, and the request timeout only covers the headers (from JDK 26
 * on it covers the whole body, which would fail on a slow connection).
 */
final class BodyQueue implements BodySubscriber<BodyQueue> {
  private sealed interface Item {}

  private record Piece(List<ByteBuffer> buffers) implements Item {}

  private record Failed(Throwable cause) implements Item {}

  private record End() implements Item {}

  /** No byte arrived within the limit. */
  static final class Stalled extends IOException {
    private static final long serialVersionUID = 1L;

    Stalled(Duration limit) {
      super("stalled: no bytes for " + seconds(limit));
    }
  }

  private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private final AtomicBoolean subscribed = new AtomicBoolean();
  private volatile Flow.@Nullable Subscription subscription;

  @Override
  public CompletionStage<BodyQueue> getBody() {
    // Complete at once: the response is returned with its headers, and the body is read from this
    // queue.
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription s) {
    if (!subscribed.compareAndSet(false, true)) {
      s.cancel();
      return;
    }
    subscription = s;
    s.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    items.add(new Piece(buffers));
  }

  @Override
  public void onError(Throwable cause) {
    items.add(new Failed(cause));
  }

  @Override
  public void onComplete() {
    items.add(new End());
  }

  /**
   * The next chunk, or null at the end of the body.
   *
   * @throws Stalled when none arrives within {@code limit}
   * @throws IOException when the connection broke
   */
  @Nullable List<ByteBuffer> next(Duration limit) throws IOException, InterruptedException {
    Item item = items.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
    return switch (item) {
      case null -> throw new Stalled(limit);
      case End _ -> null;
      case Failed(IOException cause) -> throw cause;
      case Failed(Throwable cause) -> throw new IOException(cause);
      case Piece(List<ByteBuffer> buffers) -> {
        Flow.Subscription s = subscription;
        if (s != null) {
          // Requests one chunk at a time, which bounds memory.
          s.request(1);
        }
        yield buffers;
      }
    };
  }

  /** Stops the transfer; does nothing once it has ended. */
  void cancel() {
    Flow.Subscription s = subscription;
    if (s != null) {
      s.cancel();
    }
  }

  static String seconds(Duration d) {
    long millis = d.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
