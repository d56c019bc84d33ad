package assay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 15, unit = TimeUnit.SECONDS)
class DataFetcherTest {
  private static final IdxSamples SAMPLES = new IdxSamples(7);
  private static final IdxSamples OTHER = new IdxSamples(8);

  /** The first file fetched, and the one on which the tests' servers misbehave. */
  private static final String FIRST = "train-images-idx3-ubyte.gz";

  private static final byte[] FILE = SAMPLES.packed(FIRST);
  private static final int HALF = FILE.length / 2;
  private static final String TAG = "\"v1\"";

  @TempDir Path root;

  private final Log log = new Log();

  @Test
  void fetchesAndVerifiesAllFour() throws IOException {
    try (var server = new FileServer((r, out) -> FileServer.good(r, out, packed(r), TAG))) {
      Path folder = root.resolve("a/b");
      List<DataFetcher.Fetched> fetched = fetcher(server, 1).fetch(folder, log);
      assertThat(fetched).hasSize(4).allMatch(DataFetcher.Fetched::transferred);
      assertThat(fetched.getFirst().path()).hasBinaryContent(FILE);
      assertThat(server.requests()).hasSize(4);
      assertThat(names(folder))
          .containsExactly(
              "t10k-images-idx3-ubyte.gz",
              "t10k-labels-idx1-ubyte.gz",
              "train-images-idx3-ubyte.gz",
              "train-labels-idx1-ubyte.gz");
      assertThat(log.lines).contains("started " + FIRST + " 0/" + FILE.length);
      assertThat(log.lastProgress).isEqualTo(packed("t10k-labels-idx1-ubyte.gz").length);
      assertThat(fetcher(server, 1).verify(folder))
          .allMatch(check -> check.status() == FileCheck.Status.OK);

      // A second fetch finds everything and asks the server nothing.
      assertThat(fetcher(server, 1).fetch(folder, log)).noneMatch(DataFetcher.Fetched::transferred);
      assertThat(server.requests()).hasSize(4);
    }
  }

  @Test
  void damagedFileIsReplaced() throws IOException {
    SAMPLES.writeTo(root);
    Files.writeString(root.resolve(FIRST), "garbage");
    try (var server = new FileServer((r, out) -> FileServer.good(r, out, packed(r), TAG))) {
      fetcher(server, 1).fetch(root, log);
      assertThat(server.requests()).hasSize(1);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
      assertThat(log.lines).anyMatch(line -> line.startsWith("replacing " + FIRST));
    }
  }

  @Test
  void followsRedirectsWithTheRange() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.path().startsWith("/data/")) {
            FileServer.head(out, 302, "Location: /raw/" + r.file(), "Content-Length: 0");
          } else if (r.number() == 2) {
            FileServer.cut(r, out, FILE, TAG, HALF);
          } else {
            FileServer.good(r, out, packed(r), TAG);
          }
        })) {
      fetcher(server, 2).fetch(root, log);
      assertThat(server.requests(FIRST)).hasSize(4);
      assertThat(server.requests(FIRST).get(3).from()).isEqualTo(HALF);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }

  @Test
  void resumesAfterTheConnectionBroke() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.number() == 1) {
            FileServer.cut(r, out, FILE, TAG, HALF);
          } else {
            FileServer.good(r, out, packed(r), TAG);
          }
        })) {
      fetcher(server, 2).fetch(root, log);
      FileServer.Request second = server.requests(FIRST).get(1);
      // Only the missing bytes are asked for, and only of the same file.
      assertThat(second.from()).isEqualTo(HALF);
      assertThat(second.header("If-Range")).isEqualTo(TAG);
      assertThat(log.lines)
          .contains(
              "retrying " + FIRST + " 1/2", "started " + FIRST + " " + HALF + "/" + FILE.length);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }

  @Test
  void laterFetchContinuesThePart() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.number() <= 2) {
            FileServer.cut(r, out, FILE, TAG, 1000);
          } else {
            FileServer.good(r, out, packed(r), TAG);
          }
        })) {
      assertThatThrownBy(() -> fetcher(server, 2).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(root.resolve(FIRST) + ": ")
          .hasMessageContaining("attempt 2 of 2")
          .hasMessageContaining("part is kept");
      assertThat(root.resolve(FIRST + ".part")).hasSize(2000);
      assertThat(root.resolve(FIRST)).doesNotExist();
      fetcher(server, 1).fetch(root, log);
      assertThat(server.requests(FIRST).get(2).from()).isEqualTo(2000);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }

  @Test
  void partFromAnotherServerIsNotContinued() throws IOException {
    part(Arrays.copyOf(FILE, HALF), "http://127.0.0.1:1/", TAG);
    try (var server = new FileServer((r, out) -> FileServer.good(r, out, packed(r), TAG))) {
      fetcher(server, 1).fetch(root, log);
      assertThat(server.requests(FIRST).getFirst().from()).isZero();
    }
  }

  @Test
  void serverThatIgnoresRangeSendsTheFileAnew() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          FileServer.head(out, 200, "Content-Length: " + packed(r).length, "ETag: " + TAG);
          out.write(packed(r), 0, r.number() == 1 ? HALF : packed(r).length);
        })) {
      fetcher(server, 2).fetch(root, log);
      assertThat(server.requests(FIRST).get(1).from()).isEqualTo(HALF);
      assertThat(log.lines).contains("discarded " + FIRST + " " + HALF);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }

  /** The tag is strong (If-Range tells), or weak, or the answer to If-Range is wrong. */
  @ParameterizedTest
  @ValueSource(strings = {"honest", "weak", "ignores If-Range"})
  void fileThatChangedBetweenAttemptsIsNotJoined(String manner) throws IOException {
    String weak = manner.equals("weak") ? "W/" : "";
    try (var server =
        new FileServer((r, out) -> {
          if (r.number() == 1) {
            FileServer.cut(r, out, OTHER.packed(FIRST), weak + "\"old\"", HALF);
          } else if (r.from() > 0 && !manner.equals("honest")) {
            FileServer.head(
                out,
                206,
                "Content-Length: " + (FILE.length - r.from()),
                FileServer.range(r.from(), FILE),
                "ETag: " + weak + TAG);
            out.write(FILE, r.from(), FILE.length - r.from());
          } else {
            FileServer.good(r, out, packed(r), weak + TAG);
          }
        })) {
      fetcher(server, 3).fetch(root, log);
      assertThat(server.requests(FIRST)).hasSize(manner.equals("honest") ? 2 : 3);
      assertThat(server.requests(FIRST).get(1).header("If-Range"))
          .isEqualTo(weak.isEmpty() ? "\"old\"" : "");
      assertThat(log.lines).contains("discarded " + FIRST + " " + HALF);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }

  @Test
  void joinedFileOfAServerWithoutTagsIsFetchedAnew() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.number() == 1) {
            FileServer.cut(r, out, OTHER.packed(FIRST), "", HALF);
          } else {
            FileServer.good(r, out, packed(r), "");
          }
        })) {
      fetcher(server, 3).fetch(root, log);
      assertThat(server.requests(FIRST))
          .extracting(FileServer.Request::from)
          .containsExactly(0, HALF, 0);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }

  @Test
  void completePartNeedsNoMoreBytes() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.from() == FILE.length) {
            FileServer.head(out, 416, "Content-Range: bytes */" + FILE.length, "Content-Length: 0");
          } else {
            FileServer.good(r, out, packed(r), TAG);
          }
        })) {
      part(FILE, server.base().toString(), TAG);
      fetcher(server, 1).fetch(root, log);
      assertThat(server.requests(FIRST)).hasSize(1);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
      assertThat(names(root)).hasSize(4);
    }
  }

  @Test
  void partLongerThanTheFileIsThrownAway() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.from() > FILE.length) {
            FileServer.head(out, 416, "Content-Range: bytes */" + FILE.length, "Content-Length: 0");
          } else {
            FileServer.good(r, out, packed(r), TAG);
          }
        })) {
      part(new byte[FILE.length + 9], server.base().toString(), TAG);
      fetcher(server, 2).fetch(root, log);
      assertThat(log.lines).contains("discarded " + FIRST + " " + (FILE.length + 9));
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }

  @Test
  void garbageIsDeletedAndReported() throws IOException {
    byte[] html = "<html>login</html>".getBytes(StandardCharsets.US_ASCII);
    try (var server = new FileServer((r, out) -> FileServer.good(r, out, html, TAG))) {
      assertThatThrownBy(() -> fetcher(server, 3).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(server.base() + FIRST)
          .hasMessageContaining("expected gzip of content with SHA-256 " + expectedSha())
          .hasMessageContaining("found 18 bytes with SHA-256 " + Sha256.of(html))
          .hasMessageContaining("found 3c68746d")
          .hasMessageContaining("deleted");
      // Wrong content does not get better by asking again.
      assertThat(server.requests()).hasSize(1);
      assertThat(names(root)).isEmpty();
    }
  }

  @Test
  void wrongContentIsDeletedAndReported() throws IOException {
    try (var server =
        new FileServer((r, out) -> FileServer.good(r, out, OTHER.packed(r.file()), TAG))) {
      assertThatThrownBy(() -> fetcher(server, 3).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(expectedSha())
          .hasMessageContaining(OTHER.files().trainImages().sha256());
      assertThat(names(root)).isEmpty();
    }
  }

  @Test
  void endlessAnswerIsCutOff() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          FileServer.head(out, 200);
          while (true) {
            out.write(FILE);
          }
        })) {
      assertThatThrownBy(() -> fetcher(server, 3).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("expected at most");
      assertThat(names(root)).isEmpty();
    }
  }

  @Test
  void stallInTheBodyIsReportedAndThePartKept() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          FileServer.cut(r, out, FILE, TAG, HALF);
          Thread.sleep(10_000);
        })) {
      assertThatThrownBy(() -> fetcher(server, 1).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("stalled: no bytes for 300 ms")
          .hasMessageContaining("part is kept");
      assertThat(root.resolve(FIRST + ".part")).hasSize(HALF);
    }
  }

  @Test
  void stallBeforeTheAnswerIsReported() throws IOException {
    try (var server = new FileServer((r, out) -> Thread.sleep(10_000))) {
      assertThatThrownBy(() -> fetcher(server, 1).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("stalled: no bytes for 300 ms from " + server.base() + FIRST);
      assertThat(names(root)).isEmpty();
    }
  }

  @Test
  void serverErrorsAreTriedAgain() throws IOException {
    int[] answers = {500, 503, 429};
    try (var server =
        new FileServer((r, out) -> {
          if (r.number() <= answers.length) {
            FileServer.head(out, answers[r.number() - 1], "Content-Length: 0");
          } else {
            FileServer.good(r, out, packed(r), TAG);
          }
        })) {
      fetcher(server, 4).fetch(root, log);
      assertThat(server.requests(FIRST)).hasSize(4);
      assertThat(log.reasons)
          .hasSize(3)
          .first()
          .asString()
          .contains("expected status 200, found 500");
    }
  }

  @Test
  void errorsBeyondTheAllowedAttemptsAreReported() throws IOException {
    try (var server = new FileServer((r, out) -> FileServer.head(out, 500, "Content-Length: 0"))) {
      assertThatThrownBy(() -> fetcher(server, 3).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("found 500")
          .hasMessageContaining("attempt 3 of 3");
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void notFoundIsReportedAtOnceAndALaterFetchSucceeds() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.number() == 1) {
            FileServer.head(out, 404, "Content-Length: 0");
          } else {
            FileServer.good(r, out, packed(r), TAG);
          }
        })) {
      assertThatThrownBy(() -> fetcher(server, 3).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(server.base() + FIRST + ": expected status 200, found 404")
          .hasMessageContaining("base URL");
      assertThat(server.requests()).hasSize(1);
      assertThat(names(root)).isEmpty();
      assertThat(fetcher(server, 3).fetch(root, log)).hasSize(4);
    }
  }

  @Test
  void refusedConnectionNamesTheHost() throws IOException {
    URI base;
    try (var server = new FileServer((r, out) -> {})) {
      base = server.base();
    }
    assertThatThrownBy(() -> new DataFetcher(options(base, 2), SAMPLES.files()).fetch(root, log))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot connect to 127.0.0.1:" + base.getPort());
  }

  @Test
  void shortRangeIsCompletedByAnotherAttempt() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.number() == 1) {
            FileServer.cut(r, out, FILE, TAG, HALF);
          } else if (r.number() == 2) {
            // A sound answer of fewer bytes than were asked for.
            FileServer.head(
                out,
                206,
                "Content-Length: 10",
                "ETag: " + TAG,
                "Content-Range: bytes " + HALF + "-" + (HALF + 9) + "/" + FILE.length);
            out.write(FILE, HALF, 10);
          } else {
            FileServer.good(r, out, packed(r), TAG);
          }
        })) {
      fetcher(server, 3).fetch(root, log);
      assertThat(log.reasons.get(1))
          .contains("expected " + FILE.length + " bytes, found " + (HALF + 10));
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }

  @Test
  void folderThatCannotBeMadeIsReported() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "x");
    try (var server = new FileServer((r, out) -> FileServer.good(r, out, packed(r), TAG))) {
      assertThatThrownBy(() -> fetcher(server, 1).fetch(file, log))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(file + ": cannot be written (a file of that name is in the way)");
      assertThatThrownBy(() -> fetcher(server, 1).fetch(file.resolve("sub"), log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("cannot be written");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void fullDiskIsReportedAndNotTriedAgain() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "needs /dev/full, which Linux has");
    Files.createSymbolicLink(root.resolve(FIRST + ".part"), full);
    try (var server = new FileServer((r, out) -> FileServer.good(r, out, packed(r), TAG))) {
      assertThatThrownBy(() -> fetcher(server, 3).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("cannot be written (No space left on device)")
          .hasMessageContaining("free some space");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void secondFetchOfTheSameFileIsRefused() throws IOException {
    try (var server = new FileServer((r, out) -> FileServer.good(r, out, packed(r), TAG));
        var channel =
            FileChannel.open(
                root.resolve(FIRST + ".part"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> fetcher(server, 3).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("another fetch");
    }
  }

  @Test
  void interruptionEndsTheFetchAndStaysFlagged() throws IOException {
    try (var server = new FileServer((r, out) -> Thread.sleep(10_000))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> fetcher(server, 3).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void interruptionWhileWaitingKeepsThePart() throws IOException, InterruptedException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.number() == 1) {
            FileServer.cut(r, out, FILE, TAG, HALF);
            Thread.sleep(10_000);
          }
          FileServer.good(r, out, packed(r), TAG);
        })) {
      Thread caller = Thread.currentThread();
      var interrupter =
          new FetchListener() {
            @Override
            public void progress(String file, long bytes, OptionalLong total) {
              if (bytes == HALF) {
                Thread.ofVirtual().start(caller::interrupt);
              }
            }
          };
      assertThatThrownBy(() -> fetcher(server, 1).fetch(root, interrupter))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(root.resolve(FIRST + ".part")).hasSize(HALF);
      fetcher(server, 1).fetch(root, log);
      assertThat(server.requests(FIRST).get(1).from()).isEqualTo(HALF);
    }
  }

  @Test
  void optionsAreChecked() {
    FetchOptions defaults = FetchOptions.defaults();
    assertThat(defaults.base().getHost()).isEqualTo("github.com");
    assertThat(defaults.withBase(URI.create("https://mirror.example/fm")).base())
        .hasToString("https://mirror.example/fm/");
    for (String bad : List.of("ftp://h/", "/folder", "http:/x", "http://h/?a=b")) {
      assertThatIllegalArgumentException()
          .as(bad)
          .isThrownBy(() -> defaults.withBase(URI.create(bad)));
    }
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FetchOptions(defaults.base(), second, Duration.ZERO, 1, second));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FetchOptions(defaults.base(), second, second, 0, second));
    assertThat(List.of(defaults.backoff(1), defaults.backoff(3), defaults.backoff(99)))
        .containsExactly(second, Duration.ofSeconds(4), FetchOptions.LONGEST_BACKOFF);
  }

  private static byte[] packed(FileServer.Request request) {
    return SAMPLES.packed(request.file());
  }

  private static byte[] packed(String file) {
    return SAMPLES.packed(file);
  }

  private static String expectedSha() {
    return SAMPLES.files().trainImages().sha256();
  }

  private static FetchOptions options(URI base, int attempts) {
    return new FetchOptions(
        base, Duration.ofSeconds(5), Duration.ofMillis(300), attempts, Duration.ofMillis(1));
  }

  private static DataFetcher fetcher(FileServer server, int attempts) {
    return new DataFetcher(options(server.base(), attempts), SAMPLES.files());
  }

  /** Leaves a part behind as an earlier fetch would. */
  private void part(byte[] bytes, String base, String etag) throws IOException {
    Files.write(root.resolve(FIRST + ".part"), bytes);
    Files.writeString(
        root.resolve(FIRST + ".part.from"),
        "url=" + base + FIRST + "\netag=" + etag + "\nlastModified=\ntotal=" + FILE.length + "\n");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static final class Log implements FetchListener {
    final List<String> lines = new ArrayList<>();
    final List<String> reasons = new ArrayList<>();
    long lastProgress;

    @Override
    public void replacing(String file, String detail) {
      lines.add("replacing " + file + " " + detail);
    }

    @Override
    public void started(String file, long resumedAt, OptionalLong total) {
      lines.add("started " + file + " " + resumedAt + "/" + total.orElse(-1));
    }

    @Override
    public void progress(String file, long bytes, OptionalLong total) {
      lastProgress = bytes;
    }

    @Override
    public void discarded(String file, long bytes, String reason) {
      lines.add("discarded " + file + " " + bytes);
    }

    @Override
    public void retrying(String file, int failed, int attempts, Duration wait, String reason) {
      lines.add("retrying " + file + " " + failed + "/" + attempts);
      reasons.add(reason);
    }
  }
}
