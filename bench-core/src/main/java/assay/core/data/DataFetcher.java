package assay.core.data;

import assay.core.files.AtomicFile;
import assay.core.files.Sha256;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Fetches the four files of Fashion-MNIST over HTTP(S). A file appears under its name only when it
 * is complete and its content has the expected SHA-256; until then it is {@code FILE.part}, which a
 * later fetch resumes. Thread-safe; concurrent fetches into one folder lock each file.
 */
public final class DataFetcher {
  private final FetchOptions options;
  private final FileSet files;
  private final EnvironmentProxy proxy;

  /**
   * A fetcher of the full Fashion-MNIST, through the proxy of the environment's variables, if any.
   *
   * @throws IllegalArgumentException if such a variable is not valid
   */
  public DataFetcher(FetchOptions options) {
    this(options, FashionMnist.FULL_FILES);
  }

  /** A fetcher of another file set of the same form. */
  public DataFetcher(FetchOptions options, FileSet files) {
    this(options, files, System.getenv());
  }

  /**
   * @param variables the environment variables, which may name a proxy
   * @throws IllegalArgumentException if the proxy's variable is not valid
   */
  DataFetcher(FetchOptions options, FileSet files, Map<String, String> variables) {
    this.options = options;
    this.files = files;
    this.proxy = new EnvironmentProxy(variables);
    proxy.proxy(options.base());
  }

  /**
   * A file that is in place after a fetch.
   *
   * @param path the verified file
   * @param transferred true if it was downloaded now, false if it was already there
   * @param sha256 SHA-256 of its unpacked content
   */
  public record Fetched(Path path, boolean transferred, String sha256) {}

  /**
   * Verifies any folder; problems are returned, not thrown.
   *
   * @return one check per file: training images and labels, test images and labels
   */
  public List<FileCheck> verify(Path folder) {
    return files.verify(folder);
  }

  /**
   * Fetches the missing or damaged files of a folder, which is created if necessary. Intact files
   * are kept.
   *
   * @param folder where the files go
   * @param listener receives progress on this thread
   * @return the four files, in the order of {@link FileSet#files()}
   * @throws DataException if a file cannot be fetched within the allowed attempts (the part is
   *     kept), is not the expected one (it is deleted) or cannot be written, or if the thread is
   *     interrupted (its interrupt flag stays set)
   */
  public List<Fetched> fetch(Path folder, FetchListener listener) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw PartFile.cannotWrite(folder, e);
    }
    HttpClient client = client();
    try {
      var fetched = new ArrayList<Fetched>();
      for (ExpectedFile file : files.files()) {
        fetched.add(fetch(client, folder, file, listener));
      }
      return List.copyOf(fetched);
    } finally {
      // Not close(), which would wait for a stalled transfer.
      client.shutdownNow();
    }
  }

  private HttpClient client() {
    HttpClient.Builder client = HttpClient.newBuilder();
    proxy.authenticator(options.base()).ifPresent(client::authenticator);
    return client
        .proxy(proxy)
        .version(HttpClient.Version.HTTP_1_1)
        // The official address redirects to another host; never from https to http.
        .followRedirects(HttpClient.Redirect.NORMAL)
        .connectTimeout(options.connectTimeout())
        .build();
  }

  private Fetched fetch(HttpClient client, Path folder, ExpectedFile file, FetchListener listener) {
    FileCheck check = FileCheck.of(folder, file);
    switch (check.status()) {
      case OK -> {
        listener.alreadyPresent(file.gzipName());
        return new Fetched(check.path(), false, file.sha256());
      }
      case DAMAGED -> listener.replacing(file.gzipName(), check.detail());
      case MISSING -> {}
    }
    return new Download(client, folder.resolve(file.gzipName()), file, listener).run();
  }

  /** The attempts for one file. */
  private final class Download {
    private final Path target;
    private final ExpectedFile file;
    private final FetchListener listener;
    private final HttpTransfer transfer;

    Download(HttpClient client, Path target, ExpectedFile file, FetchListener listener) {
      this.target = target;
      this.file = file;
      this.listener = listener;
      this.transfer =
          new HttpTransfer(
              client,
              options.stallTimeout(),
              options.uri(file),
              file.gzipName(),
              maxBytes(file),
              listener);
    }

    Fetched run() {
      try {
        for (int attempt = 1; ; attempt++) {
          try {
            attempt(attempt < options.attempts());
            listener.finished(file.gzipName());
            return new Fetched(target, true, file.sha256());
          } catch (HttpTransfer.Transient e) {
            if (attempt >= options.attempts()) {
              throw givenUp(e);
            }
            Duration wait = options.backoff(attempt);
            listener.retrying(
                file.gzipName(), attempt, options.attempts(), wait, String.valueOf(e.getMessage()));
            Thread.sleep(wait);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw PartFile.interrupted(target, e);
      }
    }

    private void attempt(boolean more) throws HttpTransfer.Transient, InterruptedException {
      boolean resumed;
      try (PartFile part = PartFile.open(target, options.uri(file))) {
        resumed = transfer.run(part);
      } catch (HttpTransfer.Oversize e) {
        PartFile.discard(target);
        throw new DataException(e.getMessage() + "; file deleted; check the base URL", e);
      }
      install(resumed && more);
    }

    /**
     * Moves the part into place if it is the expected file and deletes it otherwise. A wrong file
     * after a resumed transfer may be two versions joined by a server without usable validators, so
     * one more attempt from the start is made.
     */
    private void install(boolean mayBeJoined) throws HttpTransfer.Transient {
      Path part = PartFile.pathFor(target);
      String problem = problem(part);
      if (!problem.isEmpty()) {
        PartFile.discard(target);
        if (mayBeJoined) {
          throw new HttpTransfer.Transient(problem + " after a resumed transfer; starting over");
        }
        throw new DataException(
            options.uri(file) + ": " + problem + "; file deleted; check the base URL or try later");
      }
      try {
        AtomicFile.replace(part, target);
      } catch (IOException e) {
        throw PartFile.cannotWrite(target, e);
      }
      PartFile.discard(target);
    }

    /** What is wrong with a complete part, as a phrase; empty if nothing is. */
    private String problem(Path part) {
      byte[] packed;
      try {
        packed = Files.readAllBytes(part);
      } catch (IOException e) {
        throw PartFile.cannotWrite(part, e);
      }
      try {
        if (!Gzip.looksLikeGzip(packed)) {
          throw new Gzip.Damaged(
              "expected a gzip file starting with 1f8b, found " + Gzip.firstBytes(packed));
        }
        int limit = Math.toIntExact(Math.min(file.bytes() + 1, DataFile.MAX_CONTENT_BYTES));
        DataFile unpacked = DataFile.of(file.name(), Gzip.unpack(packed, limit));
        return file.matches(unpacked) ? "" : file.difference(unpacked);
      } catch (Gzip.Damaged e) {
        return String.format(
            Locale.ROOT,
            "expected gzip of content with SHA-256 %s, found %d bytes with SHA-256 %s: %s",
            file.sha256(),
            packed.length,
            Sha256.of(packed),
            e.getMessage());
      }
    }

    private DataException givenUp(HttpTransfer.Transient e) {
      Path part = PartFile.pathFor(target);
      String kept =
          Files.exists(part)
              ? "the part is kept, fetch again to resume"
              : "check the network and the base URL, then fetch again";
      return new DataException(
          String.format(
              Locale.ROOT,
              "%s: %s (attempt %d of %d); %s",
              target,
              e.getMessage(),
              options.attempts(),
              options.attempts(),
              kept),
          e);
    }
  }

  /** Gzip adds little to incompressible data: 5 bytes per 64 KiB block, plus header and trailer. */
  private static long maxBytes(ExpectedFile file) {
    return file.bytes() + file.bytes() / 100 + (1 << 16);
  }
}
