package assay.core.data;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * Options of a fetch.
 *
 * @param base folder URL that the files' names are appended to; http or https
 * @param connectTimeout timeout for a connection, positive
 * @param stallTimeout how long no byte may arrive before an attempt fails, positive
 * @param attempts maximum attempts per file, at least 1
 * @param firstBackoff delay after the first failed attempt, doubled after each further one up to
 *     {@link #MAX_BACKOFF}; not negative
 */
public record FetchOptions(
    URI base, Duration connectTimeout, Duration stallTimeout, int attempts, Duration firstBackoff) {
  /** The data set's own repository. */
  public static final URI OFFICIAL_BASE =
      URI.create("https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/");

  /** Maximum delay between two attempts. */
  public static final Duration MAX_BACKOFF = Duration.ofSeconds(10);

  /**
   * @throws IllegalArgumentException when the URL is not http(s) with a host, or a value is out of
   *     range
   */
  public FetchOptions {
    base = folder(base);
    if (!connectTimeout.isPositive() || !stallTimeout.isPositive()) {
      throw new IllegalArgumentException("timeouts must be positive");
    }
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1, is " + attempts);
    }
    if (firstBackoff.isNegative()) {
      throw new IllegalArgumentException("back-off must not be negative, is " + firstBackoff);
    }
  }

  /** The official files; 20 s to connect, 30 s without a byte, 5 attempts, delays from 1 s. */
  public static FetchOptions defaults() {
    return new FetchOptions(
        OFFICIAL_BASE, Duration.ofSeconds(20), Duration.ofSeconds(30), 5, Duration.ofSeconds(1));
  }

  /** The same with another base URL, such as a mirror. */
  public FetchOptions withBase(URI newBase) {
    return new FetchOptions(newBase, connectTimeout, stallTimeout, attempts, firstBackoff);
  }

  /** URL of one file. */
  URI uri(ExpectedFile file) {
    return base.resolve(file.gzipName());
  }

  /** Delay after failed attempt {@code attempt}, counted from 1. */
  Duration backoff(int attempt) {
    Duration wait = firstBackoff.multipliedBy(1L << Math.min(attempt - 1, 20));
    return wait.compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : wait;
  }

  private static URI folder(URI base) {
    String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || base.getHost() == null) {
      throw new IllegalArgumentException(
          "expected a URL that starts with http:// or https://, found " + base);
    }
    if (base.getRawQuery() != null || base.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "expected the URL of a folder, without ? or #, found " + base);
    }
    String text = base.toString();
    return text.endsWith("/") ? base : URI.create(text + "/");
  }
}
