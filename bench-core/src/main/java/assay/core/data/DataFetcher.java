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

/**
 * Fetches the four files of Fashion-MNIST over HTTP(S). A file appears under its name only when it
 * is complete and its content has the expected SHA-256; until then it is {@code FILE.part}, which a
 * later fetch continues. Thread-safe; two fetches into one folder exclude each other file by file.
 */
public final class DataFetcher {
  private final FetchOptions options;
  private final FileSet files;

  /** A fetcher of the full Fashion-MNIST. */
  public DataFetcher(FetchOptions options) {
    this(options, FashionMnist.FULL_FILES);
  }

  /** A fetcher of other files in the same form. */
  public DataFetcher(FetchOptions options, FileSet files) {
    this.options = options;
    this.files = files;
  }

  /**
   * A file that is in place after a fetch.
   *
   * @param path the verified file
   * @param transferred whether it was fetched now; false when it was there already
   * @param sha256 SHA-256 of its unpacked content
   */
  public record Fetched(Path path, boolean transferred, String sha256) {}

  /**
   * Verifies a folder that was fetched, or any other; problems are in the answer, not thrown.
   *
   * @return one check a file: training images and labels, test images and labels
   */
  public List<FileCheck> verify(Path folder) {
    return files.verify(folder);
  }

  /**
   * Fetches what is missing or damaged in a folder, which is created if need be. Sound files stay
   * as they are; a damaged one is replaced.
   *
   * @param folder where the files go
   * @param listener told about progress, on this thread
   * @return the four files, in the order of {@link FileSet#files()}
   * @throws DataException when a file cannot be fetched in the allowed attempts (the part is kept),
   *     is not the expected one (it is deleted), or cannot be written; also when the thread is
   *     interrupted, which stays flagged
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
      // Not close(): that would wait for a transfer that has stalled.
      client.shutdownNow();
    }
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
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

  /** One file's attempts. */
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
              mostBytes(file),
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
        throw new DataException(e.getMessage() + "; deleted, check the base URL", e);
      }
      install(resumed && more);
    }

    /**
     * Moves the part into place if it is the expected file and deletes it otherwise. A wrong file
     * that was resumed may be two sound ones joined by a server that told neither apart, so it is
     * worth one more attempt from the start.
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
            options.uri(file) + ": " + problem + "; deleted, check the base URL or try later");
      }
      try {
        AtomicFile.replace(part, target);
      } catch (IOException e) {
        throw PartFile.cannotWrite(target, e);
      }
      PartFile.discard(target);
    }

    /** What is wrong with a complete part, as a phrase; empty when nothing is. */
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
        return "expected gzip of content with SHA-256 %s, found %d bytes with SHA-256 %s: %s"
            .formatted(file.sha256(), packed.length, Sha256.of(packed), e.getMessage());
      }
    }

    private DataException givenUp(HttpTransfer.Transient e) {
      Path part = PartFile.pathFor(target);
      String kept =
          Files.exists(part)
              ? "the part is kept, fetch again to resume"
              : "check the network and the base URL, then fetch again";
      return new DataException(
          "%s: %s (attempt %d of %d); %s"
              .formatted(target, e.getMessage(), options.attempts(), options.attempts(), kept),
          e);
    }
  }

  /** Gzip cannot make a file notably longer: 5 bytes for each 64 KiB block, header and trailer. */
  private static long mostBytes(ExpectedFile file) {
    return file.bytes() + file.bytes() / 100 + (1 << 16);
  }
}
